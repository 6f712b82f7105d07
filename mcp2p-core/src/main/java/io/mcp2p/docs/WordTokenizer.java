package io.mcp2p.docs;

/**
 * Cuts text into words, and words that are made of others into those, too: at {@code _} and {@code
 * :} between letters or digits, and where a capital follows a small letter. Words of more than 80
 * characters are passed over. Not thread-safe.
 */
final class WordTokenizer {
  private static final int LONGEST = 80;

  private char[] letters = {};
  private int length;
  private int wordStart;
  private int wordEnd;
  private boolean mayHaveParts;
  private int part; // where the next part of the word begins
  private int start;
  private int end;

  /** Begins with another text. */
  void reset(String text) {
    length = text.length();
    if (length > letters.length) {
      letters = new char[length];
    }
    text.getChars(0, length, letters, 0);
    wordStart = 0;
    wordEnd = 0;
    part = 0;
  }

  /** Goes to the next word or part of one, if there is any. */
  boolean next() {
    while (true) {
      if (part < wordEnd) {
        int from = part;
        part = endOfPart(from);
        boolean isWhole = from == wordStart && part == wordEnd;
        int to = part;
        if (part < wordEnd && isJoint(letters[part])) {
          part++;
        }
        if (!isWhole && fits(from, to)) {
          return true;
        }
      } else if (!nextWord()) {
        return false;
      } else if (fits(wordStart, wordEnd)) {
        return true;
      }
    }
  }

  /** The word as it is written. */
  String word() {
    return new String(letters, start, end - start);
  }

  /** Where it begins in the text. */
  int start() {
    return start;
  }

  /** Where it ends in the text. */
  int end() {
    return end;
  }

  private boolean nextWord() {
    int at = wordEnd;
    while (at < length && !isOfWord(at)) {
      at += width(at);
    }
    wordStart = at;
    part = at;
    mayHaveParts = false;
    while (at < length && (isOfWord(at) || joins(at))) {
      mayHaveParts |= at > wordStart && (letters[at] < 'a' || letters[at] > 'z');
      at += width(at);
    }
    wordEnd = at;
    return wordStart < wordEnd;
  }

  private int endOfPart(int from) {
    if (!mayHaveParts) {
      return wordEnd; // as most words, and looking again takes as long as the first time
    }
    int to = from;
    boolean small = false;
    while (to < wordEnd && !isJoint(letters[to])) {
      boolean capital = Character.isUpperCase(letters[to]);
      if (small && capital) {
        break;
      }
      small = Character.isLowerCase(letters[to]);
      to++;
    }
    return to;
  }

  private boolean fits(int from, int to) {
    start = from;
    end = to;
    return to - from <= LONGEST;
  }

  private boolean isOfWord(int at) {
    char c = letters[at];
    if (c < 128) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return Character.isLetterOrDigit(Character.codePointAt(letters, at, length));
  }

  private boolean joins(int at) {
    return isJoint(letters[at]) && at + 1 < length && isOfWord(at + 1);
  }

  private static boolean isJoint(char c) {
    return c == '_' || c == ':';
  }

  private int width(int at) {
    boolean mayBePair = Character.isHighSurrogate(letters[at]);
    return mayBePair ? Character.charCount(Character.codePointAt(letters, at, length)) : 1;
  }
}
