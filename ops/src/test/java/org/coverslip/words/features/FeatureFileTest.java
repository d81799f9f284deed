package org.coverslip.words.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.words.cluster.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features on disk are plain little-endian float32 rows. */
class FeatureFileTest {

    @TempDir Path dir;

    private Path written(String name, int rows) {
        Path file = dir.resolve(name);
        try (FeatureFile.Writer writer = new FeatureFile.Writer(file)) {
            for (int i = 0; i < rows; i++) writer.add(new float[] {i, i + 0.5f, -i});
            writer.finish();
        }
        return file;
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        Path file = written("a.f32", 5);
        FeatureFile rows = FeatureFile.open(file, 3);
        assertThat(rows.count()).isEqualTo(5);
        float[] two = new float[6];
        rows.read(3, 2, two);
        assertThat(two).containsExactly(3, 3.5f, -3, 4, 4.5f, -4);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getFloat(4)).isEqualTo(0.5f);
    }

    @Test
    void aFileThatIsNotFinishedLeavesNothing() {
        Path file = dir.resolve("b.f32");
        try (FeatureFile.Writer writer = new FeatureFile.Writer(file)) {
            writer.add(new float[] {1});
        }
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void halfARowIsRefused() {
        Path file = written("c.f32", 5);
        assertThatThrownBy(() -> FeatureFile.open(file, 4))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("are not whole rows of 4 numbers");
    }

    @Test
    void severalFilesReadAsOne() {
        Rows a = FeatureFile.open(written("d.f32", 3), 3);
        Rows none = Rows.of(new float[0], 3);
        Rows b = FeatureFile.open(written("e.f32", 4), 3);
        JoinedRows all = new JoinedRows(List.of(a, none, b));
        assertThat(all.count()).isEqualTo(7);
        assertThat(all.part(2)).isZero();
        assertThat(all.part(3)).isEqualTo(2);
        float[] across = new float[9];
        all.read(2, 3, across);
        assertThat(across).containsExactly(2, 2.5f, -2, 0, 0.5f, 0, 1, 1.5f, -1);
    }
}
