package org.coverslip.detect.label;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.Outline;

/**
 * Checks labels while a file of them is read. A box that reaches over the image's edge is cut
 * there, with a note; one that lies outside altogether, has no area, or is not made of numbers is
 * refused.
 */
public final class LabelCollector {

    /** NB: programs round their boxes, and one that is a hair over the edge is nobody's mistake. */
    private static final double HAIR = 1;

    private final Path source;
    private final Set<String> classes = new LinkedHashSet<>();
    private final Map<String, Collected> images = new LinkedHashMap<>();
    private int cut;

    private record Collected(int width, int height, List<LabelledBox> objects) {}

    /**
     * @param source for messages
     */
    public LabelCollector(Path source) {
        this.source = source;
    }

    /** Adds a class at the end of the list, unless it is there. */
    public void label(String name) {
        if (name.isBlank()) throw refused("it has a class without a name", "give it one");
        classes.add(name);
    }

    /** Adds an image, with or without objects to come. */
    public void image(String file, int width, int height) {
        if (width < 1 || height < 1) {
            throw refused(
                    "the image " + file + " is said to have " + width + "x" + height + " pixels",
                    "export the labels again");
        }
        Collected before = images.get(file);
        if (before != null && (before.width != width || before.height != height)) {
            throw refused(
                    "the image " + file + " is there twice, with different sizes",
                    "take one of them out");
        }
        images.putIfAbsent(file, new Collected(width, height, new ArrayList<>()));
    }

    /** Whether an image was added. */
    public boolean has(String file) {
        return images.containsKey(file);
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
        label(label);
        Collected image = images.get(file);
        String box = "the box " + x0 + ", " + y0 + " to " + x1 + ", " + y1 + " of " + file;
        if (!Double.isFinite(x0 + y0 + x1 + y1))
            throw refused(box + " is not made of numbers", "mend it");
        if (!(x1 > x0 && y1 > y0)) throw refused(box + " has no area", "mend or delete it");
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
        image.objects.add(new LabelledBox(label, over > 0 ? inside : given, outline));
    }

    public LabelSet set() {
        List<LabelledImage> all = new ArrayList<>();
        images.forEach((f, i) -> all.add(new LabelledImage(f, i.width, i.height, i.objects)));
        List<String> notes =
                cut == 0
                        ? List.of()
                        : List.of(
                                source
                                        + ": "
                                        + cut
                                        + (cut == 1 ? " box that reaches" : " boxes that reach")
                                        + " over the image's edge "
                                        + (cut == 1 ? "was" : "were")
                                        + " cut there");
        return new LabelSet(List.copyOf(classes), all, notes);
    }

    private RefusedException refused(String fault, String remedy) {
        return new RefusedException(source, fault, remedy);
    }
}
