package org.coverslip.detect.label.format;

import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
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
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YOLO: a {@code data.yaml} with the names of the classes, and in {@code labels} a text file per
 * image with a line per object: class index, centre x, centre y, width, height, in parts of the
 * image. Lines with an even number of more coordinates are polygons; a sixth number of a box is its
 * score, as YOLO writes it with {@code save_conf}.
 *
 * <p>The text files are looked for in {@code labels} beside the yaml, or else where its {@code
 * train}, {@code val} and {@code test} have {@code images}.
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
        return "image sizes and suffixes, which are those of the images themselves; scores";
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
        Map<?, ?> root = root(yaml);
        List<String> names = names(yaml, root);
        LabelCollector labels = new LabelCollector(yaml, images);
        names.forEach(labels::newLabel);
        Path home = yaml.toAbsolutePath().normalize().getParent();
        for (Path folder : folders(yaml, root, home)) {
            for (Path file : Sidecars.find(folder, ".txt")) {
                String stem = Sidecars.stem(home, file).replaceFirst("(^|.*/)labels/", "$1images/");
                String image = Sidecars.image(file, stem, images, labels);
                int number = 0;
                for (String line : lines(file)) {
                    number++;
                    if (!line.isBlank()) object(file, number, line, image, names, labels);
                }
            }
        }
        labels.remaining();
        return labels.set();
    }

    /** Where the text files are. */
    private static List<Path> folders(Path yaml, Map<?, ?> root, Path home) {
        Path usual = home.resolve("labels");
        if (Files.isDirectory(usual)) return List.of(usual);
        Path base = root.get("path") instanceof String path ? home.resolve(path) : home;
        Set<Path> folders = new LinkedHashSet<>();
        for (String part : List.of("train", "val", "test")) {
            if (!(root.get(part) instanceof String images)) continue;
            // NB: as YOLO does, where the folder above is not there: "../train/images" of exports
            // that were made to lie beside the program.
            for (String place : List.of(images, images.replaceFirst("^\\.\\./", ""))) {
                Path folder = base.resolve(place.replaceFirst("images(/?$|/)", "labels$1"));
                if (Files.isDirectory(folder)) folders.add(folder.normalize());
            }
        }
        if (!folders.isEmpty()) return List.copyOf(folders);
        throw new RefusedException(
                yaml,
                "there is no folder labels beside it, nor where its train and val are",
                "put the text files there");
    }

    private static List<String> lines(Path file) {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            if (!lines.isEmpty()) lines.set(0, lines.get(0).replace("\uFEFF", ""));
            return lines;
        } catch (IOException e) {
            throw Damage.in(file, "YOLO text", e);
        }
    }

    private static void object(
            Path file,
            int number,
            String line,
            String image,
            List<String> names,
            LabelCollector labels) {
        ImageSizes.Extent size = labels.size(image);
        String[] cells = line.strip().split("\\s+");
        double[] v = new double[cells.length];
        try {
            for (int i = 0; i < v.length; i++) {
                v[i] = Double.parseDouble(cells[i]);
                if (!Double.isFinite(v[i])) throw new NumberFormatException(cells[i]);
            }
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    file, "line " + number + " holds something else than numbers", "mend it", e);
        }
        boolean polygon = v.length >= 7 && v.length % 2 == 1;
        if (v.length != 5 && v.length != 6 && !polygon) {
            throw new RefusedException(
                    file,
                    "line " + number + " has " + v.length + " numbers",
                    "a box has 5, or 6 with its score, a polygon an odd number from 7 on");
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
        if (polygon) {
            Outline outline = polygon(v, size);
            Box box = outline.bounds();
            // NB: in files with polygons boxes are written as their corners.
            Optional<Outline> more = outline.isBox() ? Optional.empty() : Optional.of(outline);
            labels.object(image, label, box.x0(), box.y0(), box.x1(), box.y1(), more);
            return;
        }
        double x = v[1] * size.width();
        double y = v[2] * size.height();
        double w = v[3] * size.width() / 2;
        double h = v[4] * size.height() / 2;
        OptionalDouble score = v.length == 6 ? OptionalDouble.of(v[5]) : OptionalDouble.empty();
        labels.object(image, label, x - w, y - h, x + w, y + h, Optional.empty(), score, false);
    }

    private static Outline polygon(double[] v, ImageSizes.Extent size) {
        double[] x = new double[v.length / 2];
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = v[1 + 2 * i] * size.width();
            y[i] = v[2 + 2 * i] * size.height();
        }
        return new Outline(x, y);
    }

    private static Map<?, ?> root(Path yaml) {
        try {
            Object root =
                    new Load(LoadSettings.builder().setLabel("data.yaml").build())
                            .loadFromString(Files.readString(yaml));
            return root instanceof Map<?, ?> map ? map : Map.of();
        } catch (MalformedInputException e) {
            throw new RefusedException(yaml, "it is not in UTF-8", "save it as UTF-8", e);
        } catch (IOException | YamlEngineException e) {
            throw Damage.in(yaml, "YAML", e);
        }
    }

    private static List<String> names(Path yaml, Map<?, ?> root) {
        Object names = root.get("names");
        List<String> known = List.of();
        if (names instanceof List<?> list) {
            known = list.stream().map(String::valueOf).toList();
        } else if (names instanceof Map<?, ?> map) {
            TreeMap<Integer, String> sorted = new TreeMap<>();
            map.forEach((k, v) -> index(k).ifPresent(i -> sorted.put(i, String.valueOf(v))));
            boolean whole = sorted.size() == map.size() && !sorted.isEmpty();
            if (whole && sorted.firstKey() == 0 && sorted.lastKey() == sorted.size() - 1) {
                known = new ArrayList<>(sorted.values());
            }
        }
        if (known.isEmpty()) {
            throw new RefusedException(
                    yaml, "it has no names of classes", "write names: [a, b] in their order");
        }
        if (root.get("nc") instanceof Number count && count.intValue() != known.size()) {
            throw new RefusedException(
                    yaml,
                    "it says nc: " + count + " and names " + known.size() + " classes",
                    "make both agree");
        }
        return known;
    }

    private static OptionalInt index(Object key) {
        return key instanceof Integer i ? OptionalInt.of(i) : OptionalInt.empty();
    }

    @Override
    public Path write(LabelSet labels, Path folder) {
        Sidecars.files(labels, folder.resolve("labels"), ".txt")
                .forEach(
                        (image, file) -> {
                            byte[] text =
                                    text(image, labels.classes()).getBytes(StandardCharsets.UTF_8);
                            WholeFile.write(file, o -> o.write(text));
                        });
        yaml(labels.classes(), "images", "images", folder.resolve("data.yaml"));
        return folder;
    }

    private static String text(LabelledImage image, List<String> classes) {
        StringBuilder text = new StringBuilder();
        // NB: YOLO reads a file as polygons if one of its lines is long, and would take a box for
        // two corners of one.
        boolean polygons = image.objects().stream().anyMatch(o -> o.outline().isPresent());
        for (LabelledBox object : image.objects()) {
            text.append(classes.indexOf(object.label()));
            if (polygons) {
                corners(text, object.outline().orElseGet(() -> Outline.of(object.box())), image);
            } else {
                Box b = object.box();
                number(text, b.centreX() / image.width());
                number(text, b.centreY() / image.height());
                number(text, b.width() / image.width());
                number(text, b.height() / image.height());
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void corners(StringBuilder text, Outline outline, LabelledImage image) {
        for (int i = 0; i < outline.size(); i++) {
            number(text, outline.x()[i] / image.width());
            number(text, outline.y()[i] / image.height());
        }
    }

    private static void number(StringBuilder text, double value) {
        text.append(String.format(Locale.ROOT, NUMBER, value));
    }

    /**
     * Writes a {@code data.yaml}. NB: with the absolute path of its folder: both YOLOv5 and
     * Ultralytics take a relative one to be below a folder of their own.
     *
     * @param train folder of the training images below that of the file, or text file that lists
     *     them
     * @param validation likewise
     */
    public static void yaml(List<String> names, String train, String validation, Path file) {
        StringBuilder text = new StringBuilder();
        text.append("# path: the folder of this file; change it when the folder moves.\n");
        text.append("path: ").append(quoted(file.toAbsolutePath().getParent().normalize()));
        text.append("\ntrain: ").append(quoted(train));
        text.append("\nval: ").append(quoted(validation));
        text.append("\nnc: ").append(names.size());
        text.append("\nnames:\n");
        for (int i = 0; i < names.size(); i++) {
            text.append("  ").append(i).append(": ").append(quoted(names.get(i))).append('\n');
        }
        WholeFile.write(file, o -> o.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** NB: always quoted, for what YAML takes for a truth value or a number is a name here. */
    private static String quoted(Object value) {
        // NB: JSON's strings are YAML's.
        return new JsonPrimitive(value.toString()).toString();
    }
}
