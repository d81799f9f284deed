package org.coverslip.slide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files an input stands for. */
class ImageFilesTest {

    @TempDir Path root;

    @BeforeEach
    void fill() throws IOException {
        for (String name :
                List.of(
                        "b.png",
                        "a.JPG",
                        "notes.txt",
                        "labels.csv",
                        "Thumbs.db",
                        ".hidden.png",
                        "sub/c.tif",
                        "sub/deep/d.dcm",
                        ".git/e.png",
                        "old-run/run.json",
                        "old-run/a/overlay.png",
                        "out/f.png")) {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "broken on purpose");
        }
    }

    @Test
    void aFolderGivesItsImagesSortedAndBrokenOnesToo() {
        assertThat(names(root.toString()))
                .containsExactly("a.JPG", "b.png", "out/f.png", "sub/c.tif", "sub/deep/d.dcm");
    }

    @Test
    void theOutputFolderIsNotReadAgain() {
        assertThat(ImageFiles.expand(root.toString(), root.resolve("out")))
                .extracting(ImageFiles.Entry::name)
                .containsExactly("a.JPG", "b.png", "sub/c.tif", "sub/deep/d.dcm");
    }

    @Test
    void aFileIsTakenWhateverItIsCalled() {
        assertThat(names(root.resolve("notes.txt").toString())).containsExactly("notes.txt");
    }

    @Test
    void globsMatchBelowTheirFixedPart() {
        assertThat(names(root + "/*.png")).containsExactly("b.png");
        assertThat(names(root + "/sub/**.{tif,dcm}")).containsExactly("c.tif", "deep/d.dcm");
    }

    @Test
    void aLinkedFolderIsFollowedAndACircleEnds() throws IOException {
        Files.createSymbolicLink(root.resolve("sub/circle"), root.resolve("sub"));
        Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("sub"));
        assertThat(names(link.toString())).contains("c.tif", "deep/d.dcm");
    }

    @Test
    void nothingFoundIsRefusedInOneSentence() throws IOException {
        Path empty = Files.createDirectory(root.resolve("empty"));
        for (String input :
                List.of("", root + "/missing", empty.toString(), root + "/*.czi", root + "/[")) {
            assertThatThrownBy(() -> ImageFiles.expand(input))
                    .as(input)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageEndingWith(".");
        }
    }

    private static List<String> names(String input) {
        return ImageFiles.expand(input).stream().map(ImageFiles.Entry::name).toList();
    }
}
