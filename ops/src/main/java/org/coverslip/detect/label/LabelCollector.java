package org.coverslip.detect.label;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.Outline;

/**
 * Checks labels while a file of them is read. A box that reaches over the image's edge is cut
 * there, with a note; one that lies outside altogether, has no area, or is not made of numbers is
 * refused. So are images that are not among those at hand, have another size there, or are labelled
 * twice.
 */
public final class LabelCollector {

    /** NB: programs round their boxes, and one that is a hair over the edge is nobody's mistake. */
    private static final double HAIR = 1;

    private final ImageSizes images;
    private final Set<String> classes = new LinkedHashSet<>();
    private final Map<String, Collected> collected = new LinkedHashMap<>();
    private final Map<String, Collected> byGivenName = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final Path root;
    private Path source;
    private int cut;

    private record Collected(String file, int width, int height, List<LabelledBox> objects) {}

    /**
     * @param source file or folder with the labels, for messages
     * @param images that they belong to
     */
    public LabelCollector(Path source, ImageSizes images) {
        this.root = source;
        this.source = source;
        this.images = images;
    }

    /** From here on another file of the labels is read. */
    public void reading(Path file) {
        source = file;
    }

    /** Adds a class at the end of the list, unless it is there. */
    public void label(String name) {
        if (name.isBlank()) throw refused("it has a class without a name", "give it one");
        classes.add(name);
    }

    /**
     * Adds a class of a list that counts them.
     *
     * @throws RefusedException if it is there already: objects of both would become one class
     */
    public void newLabel(String name) {
        if (classes.contains(name)) {
            throw refused("two of its classes are called " + name, "give each a name of its own");
        }
        label(name);
    }

    /**
     * Adds an image, with or without objects to come.
     *
     * @param file as the labels call it
     * @param width as the labels say
     * @param height likewise
     */
    public void image(String file, int width, int height) {
        if (width < 1 || height < 1) {
            throw refused(
                    "the image " + file + " is said to have " + width + "x" + height + " pixels",
                    "export the labels again");
        }
        String name = images.named(source, file);
        if (!images.isNone()) {
            ImageSizes.Extent real = images.of(source, name);
            if (real.width() != width || real.height() != height) {
                throw refused(
                        "it says that "
                                + file
                                + " has "
                                + width
                                + "x"
                                + height
                                + " pixels, and it has "
                                + real.width()
                                + "x"
                                + real.height(),
                        "give the images that were labelled, or scale the labels to these");
            }
        }
        add(file, name, width, height);
    }

    /**
     * Adds an image whose size the labels do not hold.
     *
     * @param file as the labels call it
     */
    public void image(String file) {
        ImageSizes.Extent size = images.of(source, file);
        add(file, images.named(source, file), size.width(), size.height());
    }

    private void add(String given, String name, int width, int height) {
        Collected image = new Collected(name, width, height, new ArrayList<>());
        if (collected.putIfAbsent(name, image) != null) {
            throw refused("the image " + name + " is there twice", "take one of them out");
        }
        byGivenName.put(given, image);
    }

    /** Adds the images that have no labels: looked at, and nothing found. */
    public void remaining() {
        source = root;
        for (String name : images.names()) if (!collected.containsKey(name)) image(name);
    }

    /** Whether an image was added under this name. */
    public boolean has(String file) {
        return byGivenName.containsKey(file);
    }

    /** Width and height of an image that was added, in pixels. */
    public ImageSizes.Extent size(String file) {
        Collected image = byGivenName.get(file);
        return new ImageSizes.Extent(image.width, image.height);
    }

    /** Adds an object; its class is added if it is new. */
    public void object(
            String file,
            String label,
            double x0,
            double y0,
            double x1,
            double y1,
            Optional<Outline> outline) {
        object(file, label, x0, y0, x1, y1, outline, OptionalDouble.empty(), false);
    }

    /** As the shorter form, with how sure a network was and whether it is a crowd. */
    public void object(
            String file,
            String label,
            double x0,
            double y0,
            double x1,
            double y1,
            Optional<Outline> outline,
            OptionalDouble score,
            boolean crowd) {
        String box = "the box " + x0 + ", " + y0 + " to " + x1 + ", " + y1 + " of " + file;
        if (!Double.isFinite(x0 + y0 + x1 + y1))
            throw refused(box + " is not made of numbers", "mend it");
        if (!(x1 > x0 && y1 > y0)) throw refused(box + " has no area", "mend or delete it");
        boolean numbers = outline.map(LabelCollector::isFinite).orElse(true);
        if (!numbers) throw refused("an outline of " + file + " is not made of numbers", "mend it");
        if (score.isPresent() && !(score.getAsDouble() >= 0 && score.getAsDouble() <= 1)) {
            throw refused(box + " has a score of " + score.getAsDouble(), "scores are 0 to 1");
        }
        label(label);
        Collected image = byGivenName.get(file);
        Box given = new Box(x0, y0, x1, y1);
        Box inside = given.clip(image.width, image.height);
        if (inside.area() == 0) {
            throw refused(
                    box + " lies outside its " + image.width + "x" + image.height + " pixels",
                    "mend or delete it");
        }
        double over =
                Math.max(
                        Math.max(inside.x0() - x0, inside.y0() - y0),
                        Math.max(x1 - inside.x1(), y1 - inside.y1()));
        if (over > HAIR) cut++;
        Optional<Outline> kept = outline.flatMap(o -> o.clip(image.width, image.height));
        image.objects.add(new LabelledBox(label, inside, kept, score, crowd));
    }

    private static boolean isFinite(Outline outline) {
        for (int i = 0; i < outline.size(); i++) {
            if (!Double.isFinite(outline.x()[i] + outline.y()[i])) return false;
        }
        return true;
    }

    /** Adds what was mended or left out, for the user to read. */
    public void note(String text) {
        notes.add(text);
    }

    public LabelSet set() {
        List<LabelledImage> all = new ArrayList<>();
        collected.forEach((f, i) -> all.add(new LabelledImage(f, i.width, i.height, i.objects)));
        List<String> said = new ArrayList<>(notes);
        if (cut > 0) {
            said.add(
                    root
                            + ": "
                            + cut
                            + (cut == 1 ? " box that reaches" : " boxes that reach")
                            + " over the image's edge "
                            + (cut == 1 ? "was" : "were")
                            + " cut there");
        }
        return new LabelSet(List.copyOf(classes), all, said);
    }

    private RefusedException refused(String fault, String remedy) {
        return new RefusedException(source, fault, remedy);
    }
}
