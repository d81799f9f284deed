package org.coverslip.detect.label.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.Outline;
import org.coverslip.detect.label.ImageSizes;
import org.coverslip.detect.label.LabelCollector;
import org.coverslip.detect.label.LabelFormat;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.report.WholeFile;
import org.scijava.plugin.Plugin;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YOLO: a {@code data.yaml} with the names of the classes, and in {@code labels} a text file per
 * image with a line per object: class index, centre x, centre y, width, height, in parts of the
 * image. Lines with an even number of more coordinates are polygons.
 */
@Plugin(type = LabelFormat.class)
public final class Yolo implements LabelFormat {

    /** Ten decimals: a millionth of a pixel on the largest slide. */
    private static final String NUMBER = " %.10f";

    @Override
    public String name() {
        return "yolo";
    }

    @Override
    public String loses() {
        return "image sizes and suffixes, which are those of the images themselves";
    }

    @Override
    public boolean accepts(Path source) {
        return yaml(source).isPresent();
    }

    private static Optional<Path> yaml(Path source) {
        String name = source.getFileName().toString().toLowerCase(Locale.ROOT);
        if (Files.isRegularFile(source)) {
            boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
            return yaml ? Optional.of(source) : Optional.empty();
        }
        for (String candidate : List.of("data.yaml", "data.yml", "dataset.yaml")) {
            Path file = source.resolve(candidate);
            if (Files.isRegularFile(file)) return Optional.of(file);
        }
        return Optional.empty();
    }

    @Override
    public LabelSet read(Path source, ImageSizes images) {
        Path yaml =
                yaml(source)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                source,
                                                "there is no data.yaml in it",
                                                "write one with the names of the classes"));
        List<String> names = names(yaml);
        LabelCollector labels = new LabelCollector(yaml);
        names.forEach(labels::label);
        Path folder = yaml.toAbsolutePath().getParent().resolve("labels");
        if (!Files.isDirectory(folder)) {
            throw new RefusedException(
                    yaml, "there is no folder labels beside it", "put the text files there");
        }
        for (Path file : Sidecars.find(folder, ".txt")) {
            String image = Sidecars.image(file, images, labels);
            ImageSizes.Extent size = images.of(file, image);
            int number = 0;
            for (String line : lines(file)) {
                number++;
                if (!line.isBlank()) object(file, number, line, image, size, names, labels);
            }
        }
        Sidecars.empty(source, images, labels);
        return labels.set();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw Damage.in(file, "YOLO text", e);
        }
    }

    private static void object(
            Path file,
            int number,
            String line,
            String image,
            ImageSizes.Extent size,
            List<String> names,
            LabelCollector labels) {
        String[] cells = line.strip().split("\\s+");
        double[] v = new double[cells.length];
        try {
            for (int i = 0; i < v.length; i++) v[i] = Double.parseDouble(cells[i]);
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    file, "line " + number + " holds something else than numbers", "mend it", e);
        }
        boolean polygon = v.length >= 7 && v.length % 2 == 1;
        if (v.length != 5 && !polygon) {
            throw new RefusedException(
                    file,
                    "line " + number + " has " + v.length + " numbers",
                    "a box has 5, a polygon an odd number from 7 on");
        }
        if (v[0] != Math.rint(v[0]) || v[0] < 0 || v[0] >= names.size()) {
            throw new RefusedException(
                    file,
                    "line "
                            + number
                            + " is of class "
                            + cells[0]
                            + " of "
                            + names.size()
                            + " ("
                            + LabelFormat.some(names)
                            + ")",
                    "add the name to data.yaml or mend the line");
        }
        String label = names.get((int) v[0]);
        Box box;
        Optional<Outline> outline = Optional.empty();
        if (polygon) {
            double[] x = new double[v.length / 2];
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = v[1 + 2 * i] * size.width();
                y[i] = v[2 + 2 * i] * size.height();
            }
            outline = Optional.of(new Outline(x, y));
            box = outline.get().bounds();
        } else {
            double w = Math.max(0, v[3]) * size.width();
            double h = Math.max(0, v[4]) * size.height();
            box = Box.centred(v[1] * size.width(), v[2] * size.height(), w, h);
        }
        labels.object(image, label, box.x0(), box.y0(), box.x1(), box.y1(), outline);
    }

    private static List<String> names(Path yaml) {
        Object names = null;
        try {
            Object root =
                    new Load(LoadSettings.builder().setLabel("data.yaml").build())
                            .loadFromString(Files.readString(yaml));
            if (root instanceof Map<?, ?> map) names = map.get("names");
        } catch (IOException | YamlEngineException e) {
            throw Damage.in(yaml, "YAML", e);
        }
        if (names instanceof List<?> list) return list.stream().map(String::valueOf).toList();
        if (names instanceof Map<?, ?> map) {
            TreeMap<Integer, String> sorted = new TreeMap<>();
            map.forEach((k, v) -> sorted.put(Integer.valueOf(k.toString()), String.valueOf(v)));
            if (!sorted.isEmpty() && sorted.lastKey() == sorted.size() - 1) {
                return new ArrayList<>(sorted.values());
            }
        }
        throw new RefusedException(
                yaml, "it has no names of classes", "write names: [a, b] in their order");
    }

    @Override
    public Path write(LabelSet labels, Path folder) {
        for (LabelledImage image : labels.images()) {
            StringBuilder text = new StringBuilder();
            for (LabelledBox object : image.objects()) {
                text.append(labels.classes().indexOf(object.label()));
                numbers(object, image)
                        .forEach(v -> text.append(String.format(Locale.ROOT, NUMBER, v)));
                text.append('\n');
            }
            Path file = Sidecars.file(labels, image, folder.resolve("labels"), ".txt");
            WholeFile.write(file, o -> o.write(text.toString().getBytes(StandardCharsets.UTF_8)));
        }
        yaml(labels.classes(), "images", "images", folder.resolve("data.yaml"));
        return folder;
    }

    private static List<Double> numbers(LabelledBox object, LabelledImage image) {
        List<Double> numbers = new ArrayList<>();
        if (object.outline().isPresent()) {
            Outline outline = object.outline().get();
            for (int i = 0; i < outline.size(); i++) {
                numbers.add(outline.x()[i] / image.width());
                numbers.add(outline.y()[i] / image.height());
            }
            return numbers;
        }
        Box b = object.box();
        return List.of(
                b.centreX() / image.width(),
                b.centreY() / image.height(),
                b.width() / image.width(),
                b.height() / image.height());
    }

    /**
     * Writes a {@code data.yaml}.
     *
     * @param train folder of the training images, or text file that lists them
     * @param validation likewise
     */
    public static void yaml(List<String> names, String train, String validation, Path file) {
        Map<String, Object> root = new java.util.LinkedHashMap<>();
        root.put("path", ".");
        root.put("train", train);
        root.put("val", validation);
        root.put("nc", names.size());
        root.put("names", names);
        String text = new Dump(DumpSettings.builder().build()).dumpToString(root);
        WholeFile.write(file, o -> o.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
