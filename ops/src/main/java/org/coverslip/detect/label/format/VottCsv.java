package org.coverslip.detect.label.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.label.ImageSizes;
import org.coverslip.detect.label.LabelCollector;
import org.coverslip.detect.label.LabelFormat;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.report.Table;
import org.scijava.plugin.Plugin;

/** VoTT's CSV: {@code image,xmin,ymin,xmax,ymax,label}, continuous pixels. */
@Plugin(type = LabelFormat.class)
public final class VottCsv implements LabelFormat {

    private static final List<String> COLUMNS =
            List.of("image", "xmin", "ymin", "xmax", "ymax", "label");

    @Override
    public String name() {
        return "vott-csv";
    }

    @Override
    public String loses() {
        return "images without objects, image sizes, outlines, scores, classes without objects and their order";
    }

    @Override
    public boolean accepts(Path source) {
        if (!Files.isRegularFile(source)
                || !source.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) return false;
        try (BufferedReader text = Files.newBufferedReader(source)) {
            String header = text.readLine();
            return header != null
                    && columns(Table.cells(header.replace("\uFEFF", ""))).equals(COLUMNS);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static List<String> columns(List<String> header) {
        return header.stream().map(String::strip).toList();
    }

    @Override
    public LabelSet read(Path source, ImageSizes images) {
        Table table = Table.read(source);
        if (!columns(table.columns()).equals(COLUMNS)) {
            throw new RefusedException(
                    source,
                    "its columns are " + LabelFormat.some(table.columns()),
                    "VoTT writes " + String.join(",", COLUMNS));
        }
        LabelCollector labels = new LabelCollector(source, images);
        for (List<String> row : table.rows()) {
            String image = row.get(0);
            if (!labels.has(image)) labels.image(image);
            labels.object(
                    image,
                    row.get(5),
                    number(source, row, 1),
                    number(source, row, 2),
                    number(source, row, 3),
                    number(source, row, 4),
                    Optional.empty());
        }
        return labels.set();
    }

    private static double number(Path source, List<String> row, int cell) {
        try {
            return Double.parseDouble(row.get(cell));
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    source,
                    COLUMNS.get(cell) + " of " + row.get(0) + " is \"" + row.get(cell) + "\"",
                    "write a number there",
                    e);
        }
    }

    @Override
    public Path write(LabelSet labels, Path folder) {
        List<List<String>> rows = new ArrayList<>();
        for (LabelledImage image : labels.images()) {
            for (LabelledBox object : image.objects()) {
                Box b = object.box();
                rows.add(
                        List.of(
                                image.file(),
                                Double.toString(b.x0()),
                                Double.toString(b.y0()),
                                Double.toString(b.x1()),
                                Double.toString(b.y1()),
                                object.label()));
            }
        }
        Path file = folder.resolve("labels.csv");
        new Table(COLUMNS, rows).write(file);
        return file;
    }
}
