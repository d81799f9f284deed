package org.coverslip.detect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;
import org.coverslip.slide.PixelSize;

/** objects.csv: a row per object, in pixels, and in micrometres where the image is calibrated. */
public final class ObjectTable {

    private static final List<String> PIXELS =
            List.of(
                    "object", "frame", "part", "track", "label", "score", "x", "y", "width",
                    "height");
    private static final List<String> MICROMETRES =
            List.of("x_um", "y_um", "width_um", "height_um");

    private static final int LABEL = 4;

    private ObjectTable() {}

    static void write(
            Path file, List<Found> found, List<String> labels, Optional<PixelSize> pixelSize) {
        List<String> columns = new ArrayList<>(PIXELS);
        if (pixelSize.isPresent()) columns.addAll(MICROMETRES);
        List<List<String>> rows = new ArrayList<>();
        for (Found one : found) {
            Detection d = one.detection();
            List<String> row = new ArrayList<>();
            row.add(Integer.toString(rows.size() + 1));
            row.add(Integer.toString(one.plane() + 1));
            row.add(one.part());
            row.add(one.track() == 0 ? "" : Integer.toString(one.track()));
            row.add(labels.get(d.label()));
            row.add(Numbers.text(d.score()));
            Box box = d.box();
            for (double v : new double[] {box.x0(), box.y0(), box.width(), box.height()}) {
                row.add(Numbers.place(v));
            }
            pixelSize.ifPresent(size -> add(row, d.box(), size.x(), size.y()));
            rows.add(row);
        }
        new Table(columns, rows).write(file);
    }

    private static void add(List<String> row, Box box, double sx, double sy) {
        row.add(Numbers.text(box.x0() * sx));
        row.add(Numbers.text(box.y0() * sy));
        row.add(Numbers.text(box.width() * sx));
        row.add(Numbers.text(box.height() * sy));
    }

    /** The labels of a table, in the order in which they first stand in it. */
    public static List<String> labels(Path file) {
        return Table.read(file).rows().stream().map(row -> row.get(LABEL)).distinct().toList();
    }

    /**
     * What a run wrote, without outlines.
     *
     * @param labels in the order that gives their index; those of the table must be among them
     */
    public static List<Found> read(Path file, List<String> labels) {
        List<Found> found = new ArrayList<>();
        for (List<String> row : Table.read(file).rows()) {
            double x = Double.parseDouble(row.get(6));
            double y = Double.parseDouble(row.get(7));
            double w = Double.parseDouble(row.get(8));
            double h = Double.parseDouble(row.get(9));
            Detection detection =
                    new Detection(
                            new Box(x, y, x + w, y + h),
                            labels.indexOf(row.get(LABEL)),
                            Double.parseDouble(row.get(5)));
            int track = row.get(3).isEmpty() ? 0 : Integer.parseInt(row.get(3));
            found.add(new Found(Integer.parseInt(row.get(1)) - 1, row.get(2), track, detection));
        }
        return found;
    }
}
