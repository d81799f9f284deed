package org.coverslip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.coverslip.report.Table;
import org.coverslip.slide.PixelSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** objects.csv and objects.geojson are read back as they were written. */
class ObjectTableTest {

    private static final List<String> LABELS = List.of("mitosis", "Bläschen, \"klein\"");

    @TempDir Path dir;

    private static Found found(int plane, String part, int track, Box box, int label) {
        return new Found(plane, part, track, new Detection(box, label, 0.625));
    }

    @Test
    void everythingButTheOutlineComesBack() {
        List<Found> all =
                List.of(
                        found(0, "", 0, new Box(10.25, 20.5, 30.75, 40), 1),
                        found(3, "ROI, 7", 12, new Box(0, 0, 1, 1), 0));
        Path file = dir.resolve("objects.csv");
        ObjectTable.write(file, all, LABELS, Optional.empty());
        assertThat(ObjectTable.read(file, LABELS)).isEqualTo(all);
        assertThat(ObjectTable.labels(file)).containsExactly(LABELS.get(1), LABELS.get(0));
    }

    /** Pixels that are not square, as of a microscope with a line camera. */
    @Test
    void micrometresStandBesidePixelsWhereTheImageIsCalibrated() {
        Path file = dir.resolve("objects.csv");
        List<Found> one = List.of(found(0, "", 0, new Box(10, 20, 30, 60), 0));
        ObjectTable.write(file, one, LABELS, Optional.of(new PixelSize(0.5, 0.25)));
        Table table = Table.read(file);
        assertThat(table.columns()).endsWith("x_um", "y_um", "width_um", "height_um");
        assertThat(table.rows().get(0)).endsWith("5", "5", "10", "10");
    }

    @Test
    void outlinesStandInTheFeaturesInTheOrderOfTheTable() {
        Outline triangle = new Outline(new double[] {1, 9.5, 4}, new double[] {2, 2, 8});
        List<Found> all =
                List.of(
                        found(0, "", 0, new Box(10, 20, 30, 40), 1),
                        new Found(
                                0,
                                "",
                                0,
                                new Detection(triangle.bounds(), 0, 0.5, Optional.of(triangle))));
        Path table = dir.resolve("objects.csv");
        ObjectTable.write(table, all, LABELS, Optional.empty());
        ObjectFeatures.write(dir.resolve("objects.geojson"), all, LABELS);
        List<Optional<Outline>> outlines = ObjectOutlines.beside(table, 2);
        assertThat(outlines.get(0)).as("a plain box").isEmpty();
        assertThat(outlines.get(1).orElseThrow().area()).isEqualTo(triangle.area(), within(0.05));
        assertThat(outlines.get(1).get().bounds()).isEqualTo(triangle.bounds());
    }

    @Test
    void anImageWithoutObjectsHasATableWithoutRows() {
        Path file = dir.resolve("objects.csv");
        ObjectTable.write(file, List.of(), LABELS, Optional.empty());
        assertThat(ObjectTable.read(file, LABELS)).isEmpty();
        assertThat(Table.read(file).columns()).startsWith("object", "frame", "part", "track");
    }
}
