package io.mcp2p.docs;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * Cuts text into words, and words that are made of others into those, too: at {@code _} and {@code
 * :} between letters or digits, and where a capital follows a small letter. One pass over the text,
 * because most of the time that an index takes is spent here.
 */
final class WordTokenizer extends Tokenizer {
  private static final int LONGEST = 80;

  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
  private char[] text = new char[8192];
  private int length;
  private int wordStart;
  private int wordEnd;
  private int part; // where the next part of the word begins

  @Override
  public void reset() throws IOException {
    super.reset();
    length = 0;
    int read;
    while ((read = input.read(text, length, text.length - length)) >= 0) {
      length += read;
      if (length == text.length) {
        text = Arrays.copyOf(text, 2 * length);
      }
    }
    wordStart = 0;
    wordEnd = 0;
    part = 0;
  }

  @Override
  public boolean incrementToken() {
    clearAttributes();
    while (true) {
      if (part < wordEnd) {
        int start = part;
        part = endOfPart(start);
        boolean isWhole = start == wordStart && part == wordEnd;
        int end = part;
        if (part < wordEnd && isJoint(text[part])) {
          part++;
        }
        if (!isWhole && emit(start, end)) {
          return true;
        }
      } else if (!nextWord()) {
        return false;
      } else if (emit(wordStart, wordEnd)) {
        return true;
      }
    }
  }

  private boolean nextWord() {
    int start = wordEnd;
    while (start < length && !isOfWord(start)) {
      start += width(start);
    }
    int end = start;
    while (end < length && (isOfWord(end) || joins(end))) {
      end += width(end);
    }
    wordStart = start;
    wordEnd = end;
    part = start;
    return start < end;
  }

  private int endOfPart(int start) {
    int end = start;
    boolean small = false;
    while (end < wordEnd && !isJoint(text[end])) {
      boolean capital = Character.isUpperCase(text[end]);
      if (small && capital) {
        break;
      }
      small = Character.isLowerCase(text[end]);
      end++;
    }
    return end;
  }

  private boolean emit(int start, int end) {
    if (end - start > LONGEST) {
      return false;
    }
    term.copyBuffer(text, start, end - start);
    offset.setOffset(correctOffset(start), correctOffset(end));
    return true;
  }

  private boolean isOfWord(int at) {
    char c = text[at];
    if (c < 128) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return Character.isLetterOrDigit(Character.codePointAt(text, at, length));
  }

  private boolean joins(int at) {
    return isJoint(text[at]) && at + 1 < length && isOfWord(at + 1);
  }

  private static boolean isJoint(char c) {
    return c == '_' || c == ':';
  }

  private int width(int at) {
    return Character.charCount(Character.codePointAt(text, at, length));
  }

  @Override
  public void end() throws IOException {
    super.end();
    offset.setOffset(correctOffset(length), correctOffset(length));
  }
}
