package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A message fits the screen, and its words stay as they are. */
class MessageLinesTest {

    @Test
    void aLongSentenceIsBrokenBetweenItsWords() {
        String sentence = "one of these words or another, ".repeat(30) + "and the end.";
        String lines = MessageLines.broken(sentence);
        assertThat(lines.lines()).hasSizeGreaterThan(8).allMatch(line -> line.length() <= 100);
        assertThat(MessageLines.joined(lines)).isEqualTo(sentence);
        assertThat(MessageLines.broken("short: it is.")).isEqualTo("short: it is.");
    }

    @Test
    void aPathThatIsLongerThanALineStaysWhole() {
        String path = "/a/folder".repeat(20);
        String lines = MessageLines.broken(path + ": there is no such file; check the path.");
        assertThat(lines.lines()).first().asString().startsWith(path);
        assertThat(MessageLines.broken(path)).isEqualTo(path);
        assertThat(MessageLines.broken("see " + path)).isEqualTo("see\n" + path);
    }

    @Test
    void withoutAWindowItIsOneLine() {
        String sentence = "a word ".repeat(40);
        assertThat(MessageLines.of(sentence)).isEqualTo(sentence);
    }
}
