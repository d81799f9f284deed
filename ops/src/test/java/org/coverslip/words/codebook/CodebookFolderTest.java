package org.coverslip.words.codebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.coverslip.RefusedException;
import org.coverslip.words.PlantedRows;
import org.coverslip.words.cluster.Rows;
import org.coverslip.words.project.Scale;
import org.coverslip.words.project.Transform;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words on disk are used for what they were learned from, or not at all. */
class CodebookFolderTest {

    @TempDir Path dir;
    private Codebook book;
    private Rows rows;

    @BeforeEach
    void learn() {
        rows = PlantedRows.of(300, 12, 3, 5, 1).rows();
        Transform transform = Transform.fit(rows, Scale.STANDARD, 4, 1);
        Rows points = transform.rows(rows);
        float[][] centroids = new float[3][4];
        for (int j = 0; j < 3; j++) points.read(j, 1, centroids[j]);
        var origin = new Codebook.Origin("tissue", "abcdef0123456789", "block3", 128, 0.5);
        book = new Codebook(origin, transform, centroids, new int[] {150, 100, 50});
        new CodebookFolder(dir).write(book);
    }

    @Test
    void whatIsWrittenDescribesPatchesTheSameWay() {
        Codebook read = new CodebookFolder(dir).read();
        assertThat(read.origin()).isEqualTo(book.origin());
        assertThat(read.centroids()).isDeepEqualTo(book.centroids());
        assertThat(read.counts()).isEqualTo(book.counts());
        assertThat(read.transform().rows(rows).all()).isEqualTo(book.transform().rows(rows).all());
    }

    @Test
    void anotherModelIsRefused() {
        book.requireModel("words", "same", "abcdef0123456789");
        assertThatThrownBy(() -> book.requireModel("words", "lung", "9999999999"))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "words: these words were learned with the network tissue (weights"
                                + " abcdef01...), and lung has other weights (99999999...); give the"
                                + " network they were learned with, or learn words with this one.");
    }

    @Test
    void anotherLayerIsRefused() {
        assertThatThrownBy(() -> book.requireFeatures("words", 64))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("learned from 12 features and layer block3 gives 64");
    }

    @Test
    void damagedFilesAreRefused() throws Exception {
        Path numbers = dir.resolve("codebook.f32");
        byte[] bytes = Files.readAllBytes(numbers);
        Files.write(numbers, java.util.Arrays.copyOf(bytes, bytes.length - 4));
        assertThatThrownBy(() -> new CodebookFolder(dir).read())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not have the numbers");
        String json = Files.readString(dir.resolve("codebook.json"));
        Files.writeString(
                dir.resolve("codebook.json"),
                json.replace("\"words\": 3", "\"words\": 2000000000"));
        assertThatThrownBy(() -> new CodebookFolder(dir).read())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("it lacks facts or they contradict");
        Files.writeString(dir.resolve("codebook.json"), "{\"format\":");
        assertThatThrownBy(() -> new CodebookFolder(dir).read())
                .isInstanceOf(RefusedException.class);
        Files.delete(dir.resolve("codebook.json"));
        assertThatThrownBy(() -> new CodebookFolder(dir).read())
                .hasMessageContaining("there is no codebook.json in it");
    }
}
