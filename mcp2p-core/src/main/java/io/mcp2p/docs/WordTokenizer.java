package io.mcp2p.docs;

/**
 * Cuts text into words, and words that are made of others into those, too: at {@code _} and {@code
 * :} between letters or digits, and where a capital follows a small letter. Words of more than 80
 * characters are passed over. Not thread-safe.
 */
final class WordTokenizer {
  private static final int LONGEST = 80;

  private final String text;
  private final char[] letters;
  private int wordStart;
  private int wordEnd;
  private int part; // where the next part of the word begins
  private int start;
  private int end;

  WordTokenizer(String text) {
    this.text = text;
    letters = text.toCharArray();
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
    return text.substring(start, end);
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
    wordStart = wordEnd;
    while (wordStart < letters.length && !isOfWord(wordStart)) {
      wordStart += width(wordStart);
    }
    wordEnd = wordStart;
    while (wordEnd < letters.length && (isOfWord(wordEnd) || joins(wordEnd))) {
      wordEnd += width(wordEnd);
    }
    part = wordStart;
    return wordStart < wordEnd;
  }

  private int endOfPart(int from) {
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
    return Character.isLetterOrDigit(Character.codePointAt(letters, at));
  }

  private boolean joins(int at) {
    return isJoint(letters[at]) && at + 1 < letters.length && isOfWord(at + 1);
  }

  private static boolean isJoint(char c) {
    return c == '_' || c == ':';
  }

  private int width(int at) {
    return Character.charCount(Character.codePointAt(letters, at));
  }
}
