package io.mcp2p.ledger;

import io.mcp2p.auth.Mode;
import io.mcp2p.payment.Limit;
import io.mcp2p.payment.PaymentId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's semantics in their plainest form: one map of payments and one index, under one lock.
 * The index leads from what a payment is looked up by to the payments, newest first.
 */
final class InMemoryLedger implements PaymentLedger {
  private static final Duration KEPT = Duration.ofDays(2);
  // Calls are stored in another order than they came in, and a clock may be set back.
  private static final Duration DISORDER = Duration.ofHours(1);
  // What came to nothing: whoever opens without end fills no memory, nor keeps a collector busy.
  private static final int UNAPPROVED_KEPT = 1000;
  // In a row that takes half the time that it takes one by one, and others wait meanwhile.
  private static final int FORGOTTEN_IN_A_ROW = 16;

  /** What a payment is looked up by. */
  private enum By {
    OWNER,
    DIGEST,
    PHONE,
    BUCKET,
    REFERENCE,
    REFUND
  }

  /** Equal as the record would be, in a fraction of the time. */
  private record Key(By by, String what, Mode mode, String caller) {
    @Override
    public int hashCode() {
      return 31 * (31 * what.hashCode() + caller.hashCode()) + by.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && by == that.by
          && mode == that.mode
          && what.equals(that.what)
          && caller.equals(that.caller);
    }
  }

  /** A payment in its present version, wherever it is indexed. */
  private static final class Slot {
    Payment payment;
    final long number; // in the order of opening
    final List<Place> places = new ArrayList<>(6);
    boolean forgotten;

    Slot(Payment payment, long number) {
      this.payment = payment;
      this.number = number;
    }

    boolean isAt(Key key) {
      return places.stream().anyMatch(it -> it.key.equals(key));
    }
  }

  /** The payments under a key, newest first. */
  private record Place(Key key, ArrayDeque<Slot> slots) {}

  private final int capacity;
  private final BriefLock lock = new BriefLock();
  private final Map<PaymentId, Slot> payments = new LinkedHashMap<>();
  private final Map<Key, Place> index = new HashMap<>();
  // In the order of opening; approved ones among them until it is their turn.
  private final ArrayDeque<Slot> unapproved = new ArrayDeque<>();
  private long opened;

  InMemoryLedger(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a ledger of no payments: " + capacity);
    }
    this.capacity = capacity;
  }

  @Override
  public Opening open(Payment payment, Instant now) {
    var opening = new InMemoryOpening(payment, now);
    return lock.during(opening::opened);
  }

  private final class InMemoryOpening extends StepwiseOpening<RuntimeException> {
    // Made before the lock is taken, for which others wait.
    private final Key phone = phoneKey(payment.owner(), payment.question().phoneHash());
    private final Key digest = digestKey(payment.owner(), payment.digest());
    private final List<Key> keys = keys(payment);
    // What is open now, which is the newest, will most often still be open under the lock.
    private final Optional<Payment> openBefore;
    private final Optional<Payment> closedBefore;

    InMemoryOpening(Payment payment, Instant now) {
      super(payment, now);
      openBefore = lock.during(() -> newest(phone, any -> true)).filter(it -> it.isOpen(now));
      closedBefore = openBefore.map(super::givingWay);
    }

    @Override
    Payment givingWay(Payment open) {
      return openBefore
          .filter(it -> it.equals(open))
          .flatMap(same -> closedBefore)
          .orElseGet(() -> super.givingWay(open));
    }

    @Override
    Optional<Payment> open() {
      return newest(phone, it -> it.isOpen(now));
    }

    @Override
    List<Payment> recentlyEqual() {
      return all(digest).filter(it -> it.wasPaidLately(now) || it.answersRepetition(now)).toList();
    }

    @Override
    boolean exceeds(Limit limit, Optional<Payment> givesWay) {
      try {
        long sum =
            all(bucketKey(payment.mode(), limit.bucket()))
                .takeWhile(it -> !it.createdAt().plus(DISORDER).isBefore(limit.since()))
                .filter(it -> !it.createdAt().isBefore(limit.since()))
                .filter(it -> it.holdsLimits(now) && !givesWay.equals(Optional.of(it)))
                .mapToLong(it -> it.weightIn(limit.bucket()))
                .reduce(limit.weight(), Math::addExact);
        return sum > limit.max();
      } catch (ArithmeticException e) {
        return true;
      }
    }

    @Override
    void store(Payment added, Optional<Payment> open, Optional<Payment> closed) {
      forgetUnapproved(now);
      makeRoom(now);
      closed.ifPresent(
          it -> put(Objects.requireNonNull(payments.get(it.id()), "what is open"), it));
      var slot = new Slot(added, ++opened);
      payments.put(added.id(), slot);
      unapproved.addLast(slot);
      keys.forEach(key -> add(key, slot));
    }
  }

  /** At most two for each that is opened: no call waits long, and they do not become more. */
  private void forgetUnapproved(Instant now) {
    if (opened % FORGOTTEN_IN_A_ROW != 0) {
      return;
    }
    for (int i = 0; i < 2 * FORGOTTEN_IN_A_ROW && unapproved.size() > UNAPPROVED_KEPT; i++) {
      var slot = unapproved.removeFirst();
      if (slot.forgotten || slot.payment.state().approved()) {
        continue;
      }
      if (isMissed(slot.payment, now)) {
        unapproved.addLast(slot);
      } else {
        forget(slot);
      }
    }
  }

  private static boolean isMissed(Payment unapproved, Instant now) {
    return unapproved.isOpen(now) || unapproved.answersRepetition(now);
  }

  private static boolean isOver(Payment payment, Instant now) {
    return payment.state() != PaymentState.PENDING && !payment.isOpen(now);
  }

  /** Forgets what is least missed; every replay and every daily limit looks back 24 hours. */
  private void makeRoom(Instant now) {
    if (payments.size() < capacity) {
      return;
    }
    var keptSince = now.minus(KEPT);
    if (!forget(it -> !it.state().approved() && !isMissed(it, now))
        && !forget(it -> isOver(it, now) && it.updatedAt().isBefore(keptSince))) {
      throw new IllegalStateException(
          "the ledger in memory is full (" + capacity + "): use a durable one");
    }
  }

  private boolean forget(Predicate<Payment> which) {
    // A sixteenth at a time, so that a full ledger does not walk all payments for each new one.
    var victims =
        payments.values().stream()
            .filter(it -> which.test(it.payment))
            .limit(capacity / 16 + 1)
            .toList();
    victims.forEach(this::forget);
    return !victims.isEmpty();
  }

  private void forget(Slot slot) {
    slot.forgotten = true;
    payments.remove(slot.payment.id());
    for (Place place : slot.places) {
      place.slots.removeLastOccurrence(slot); // the end where the old ones are
      dropIfEmpty(place);
    }
  }

  @Override
  public boolean replace(Payment current, Payment next) {
    return lock.during(
        () -> {
          var slot = payments.get(current.id());
          if (slot == null || slot.payment.version() != current.version()) {
            return false;
          }
          put(slot, next);
          return true;
        });
  }

  private void put(Slot slot, Payment next) {
    slot.payment = next;
    if (isAnswered(next)) { // before that it has no reference and answers nothing
      keys(next).stream().filter(key -> !slot.isAt(key)).forEach(key -> add(key, slot));
    }
    if (!next.state().open() && !next.state().countsForLimits()) {
      leaveBuckets(slot);
    }
  }

  /** What counts against no limit any more is not to be looked at for each. */
  private void leaveBuckets(Slot slot) {
    for (var places = slot.places.iterator(); places.hasNext(); ) {
      var place = places.next();
      if (place.key.by() == By.BUCKET) {
        place.slots.removeFirstOccurrence(slot); // the end of those that were opened lately
        dropIfEmpty(place);
        places.remove();
      }
    }
  }

  @Override
  public Optional<Payment> find(PaymentId id) {
    return lock.during(() -> Optional.ofNullable(payments.get(id)).map(it -> it.payment));
  }

  @Override
  public Optional<Payment> findByReference(Owner owner, String rail, String reference) {
    var key = referenceKey(owner, rail, reference);
    return lock.during(() -> newest(key, any -> true));
  }

  @Override
  public Optional<Payment> findByPhone(Owner owner, String phoneHash) {
    var key = phoneKey(owner, phoneHash);
    return lock.during(() -> newest(key, any -> true));
  }

  @Override
  public Optional<Payment> findApproved(Owner owner, String digest) {
    var key = digestKey(owner, digest);
    return lock.during(() -> newest(key, it -> it.state().approved()));
  }

  @Override
  public List<Payment> refundsOf(Owner owner, String rail, String reference) {
    var key = refundKey(owner, rail, reference);
    return lock.during(() -> all(key).toList());
  }

  @Override
  public List<Payment> list(PaymentQuery query) {
    // Payments do not change, so only what is there is looked up while others wait.
    var all = lock.during(() -> all(ownerKey(query.owner())).toList());
    return all.stream()
        .filter(it -> query.rail() == null || it.rail().equals(query.rail()))
        .filter(it -> query.state() == null || it.stateAt(query.now()) == query.state())
        .filter(it -> query.from() == null || !it.createdAt().isBefore(query.from()))
        .filter(it -> query.to() == null || it.createdAt().isBefore(query.to()))
        .filter(it -> query.reference() == null || isKnownAs(it, query.reference()))
        .sorted(Comparator.comparing(PaymentQuery.Position::of))
        .filter(
            it ->
                query.after() == null || PaymentQuery.Position.of(it).compareTo(query.after()) > 0)
        .limit(query.limit())
        .toList();
  }

  private static boolean isKnownAs(Payment payment, String reference) {
    return reference.equals(payment.reference()) || reference.equals(payment.railId());
  }

  @Override
  public List<Payment> due(Mode mode, Instant now, int limit) {
    return all().stream()
        .filter(it -> it.mode() == mode && it.isDue(now))
        .sorted(Comparator.comparing(Payment::askAt))
        .limit(limit)
        .toList();
  }

  @Override
  public Backlog backlog(Mode mode) {
    var opened =
        all().stream()
            .filter(it -> it.mode() == mode && it.state() == PaymentState.PENDING)
            .map(Payment::createdAt)
            .toList();
    return new Backlog(opened.size(), opened.stream().min(Comparator.naturalOrder()).orElse(null));
  }

  private List<Payment> all() {
    return lock.during(() -> payments.values().stream().map(it -> it.payment).toList());
  }

  @Override
  public boolean durable() {
    return false;
  }

  /** The payments under a key, newest first. */
  private Stream<Payment> all(Key key) {
    var place = index.get(key);
    return place == null ? Stream.empty() : place.slots.stream().map(it -> it.payment);
  }

  /** As of {@link #all}, for what every call does. */
  private Optional<Payment> newest(Key key, Predicate<Payment> which) {
    var place = index.get(key);
    if (place != null) {
      for (var slot : place.slots) {
        if (which.test(slot.payment)) {
          return Optional.of(slot.payment);
        }
      }
    }
    return Optional.empty();
  }

  private void add(Key key, Slot slot) {
    var place = index.computeIfAbsent(key, same -> new Place(same, new ArrayDeque<>(1)));
    var newer = new ArrayList<Slot>(0); // of equal payments to two phones the older may come last
    while (!place.slots.isEmpty() && place.slots.getFirst().number > slot.number) {
      newer.add(0, place.slots.removeFirst());
    }
    place.slots.addFirst(slot);
    newer.forEach(place.slots::addFirst);
    slot.places.add(place);
  }

  private void dropIfEmpty(Place place) {
    if (place.slots.isEmpty()) {
      index.remove(place.key);
    }
  }

  /** A person has decided it, so equal calls are to learn of it: the digest leads to no other. */
  private static boolean isAnswered(Payment payment) {
    return payment.state().approved() || payment.state() == PaymentState.DECLINED;
  }

  /** Each once: two limits may count in one bucket, and a reference may be the rail's id, too. */
  private static List<Key> keys(Payment payment) {
    var owner = payment.owner();
    var keys = new ArrayList<Key>(4);
    keys.add(ownerKey(owner));
    keys.add(phoneKey(owner, payment.question().phoneHash()));
    payment.buckets().forEach(bucket -> keys.add(bucketKey(owner.mode(), bucket)));
    if (isAnswered(payment)) {
      keys.add(digestKey(owner, payment.digest()));
    }
    if (payment.refundOf() != null) {
      keys.add(refundKey(owner, payment.rail(), payment.refundOf()));
    }
    for (String reference : Arrays.asList(payment.reference(), payment.railId())) {
      var key = reference == null ? null : referenceKey(owner, payment.rail(), reference);
      if (key != null && !keys.contains(key)) {
        keys.add(key);
      }
    }
    return keys;
  }

  private static Key ownerKey(Owner owner) {
    return new Key(By.OWNER, "", owner.mode(), owner.caller());
  }

  private static Key digestKey(Owner owner, String digest) {
    return new Key(By.DIGEST, digest, owner.mode(), owner.caller());
  }

  private static Key phoneKey(Owner owner, String phoneHash) {
    return new Key(By.PHONE, phoneHash, owner.mode(), owner.caller());
  }

  /** All callers count in one bucket. */
  private static Key bucketKey(Mode mode, String bucket) {
    return new Key(By.BUCKET, bucket, mode, "");
  }

  private static Key referenceKey(Owner owner, String rail, String reference) {
    return new Key(By.REFERENCE, rail + " " + reference, owner.mode(), owner.caller());
  }

  private static Key refundKey(Owner owner, String rail, String reference) {
    return new Key(By.REFUND, rail + " " + reference, owner.mode(), owner.caller());
  }
}
