package org.coverslip.segment.dense;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;

/**
 * How a model's output becomes labels or objects, as its bundle says under {@code decoder}:
 *
 * <pre>
 * {type: semantic}                      a class per pixel (also where nothing is said)
 * {type: stardist, grid: 2, upsampled: false, prob_threshold: 0.5, nms_threshold: 0.4}
 * {type: border, border: 2}             softmax in which this channel is the border between objects
 * {type: distance, channel: 1, seed: 0.5}  a plane with the distance to the border, 0 to 1
 * </pre>
 *
 * @param type one of these
 * @param facts what else is said
 */
public record Decoder(Type type, Map<String, Object> facts) {

    /** What a model's author names in lower case. */
    public enum Type {
        SEMANTIC,
        STARDIST,
        BORDER,
        DISTANCE
    }

    /**
     * What a bundle says; semantic where it says nothing.
     *
     * @throws RefusedException if that is unknown or contradicts the labels
     */
    public static Decoder of(ModelBundle model) {
        Map<String, Object> facts = model.decoder().orElse(Map.of());
        String name = String.valueOf(facts.getOrDefault("type", "semantic")).strip();
        for (Type t : Type.values()) {
            if (!t.name().equalsIgnoreCase(name)) continue;
            Decoder decoder = new Decoder(t, facts);
            decoder.check(model);
            return decoder;
        }
        throw new RefusedException(
                model.source(),
                "its decoder " + name + " is unknown here",
                "use semantic, stardist, border or distance");
    }

    /** NB: a border or a distance divides objects without saying of which class they are. */
    private void check(ModelBundle model) {
        if (type != Type.BORDER && type != Type.DISTANCE) return;
        List<String> objects = new ArrayList<>();
        int border = type == Type.BORDER ? integer("border", 2) : -1;
        for (int i = 0; i < model.labels().size(); i++) {
            String label = model.labels().get(i);
            if (i != border && !PixelClasses.isBackground(label)) objects.add(label);
        }
        if (type == Type.BORDER) {
            boolean named = border >= 0 && border < model.labels().size();
            if (!named || PixelClasses.isBackground(model.labels().get(border))) {
                throw new RefusedException(
                        model.source(),
                        "its decoder says that channel "
                                + border
                                + " is the border, and the labels are "
                                + String.join(", ", model.labels()),
                        "correct the decoder or the labels in the bundle");
            }
        }
        if (objects.size() <= 1) return;
        throw new RefusedException(
                model.source(),
                "its decoder divides objects of one class and the labels name "
                        + String.join(", ", objects),
                "use decoder semantic, or labels of one class");
    }

    /** Whether the network gives a probability and the rays of a polygon. */
    public boolean isStarDist() {
        return type == Type.STARDIST;
    }

    /** A fact that is a whole number. */
    public int integer(String key, int otherwise) {
        return (int) Math.round(number(key).orElse(otherwise));
    }

    /** A fact that is a number. */
    public OptionalDouble number(String key) {
        Object value = facts.get(key);
        if (value == null) return OptionalDouble.empty();
        if (value instanceof Number n) return OptionalDouble.of(n.doubleValue());
        throw new RefusedException("decoder." + key, value + " is no number", "correct the bundle");
    }

    /** A fact that is true or false. */
    public boolean flag(String key) {
        return Boolean.parseBoolean(String.valueOf(facts.getOrDefault(key, false)));
    }
}
