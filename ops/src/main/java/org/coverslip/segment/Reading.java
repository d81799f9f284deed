package org.coverslip.segment;

import java.util.List;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;
import org.coverslip.segment.dense.Decoder;
import org.coverslip.segment.dense.DenseNetwork;
import org.coverslip.segment.dense.PixelClasses;
import org.coverslip.segment.objects.ComponentObjects;
import org.coverslip.segment.objects.ObjectOptions;
import org.coverslip.segment.objects.StarDecoder;

/**
 * What is made of a network's numbers: classes of pixels, objects, or both.
 *
 * @param decoder as the bundle says
 * @param classes of pixels; empty where the network predicts objects
 * @param names of the classes
 * @param planes numbers per pixel that are blended
 * @param objects how pixels become objects; empty: they do not
 */
record Reading(
        Decoder decoder,
        Optional<PixelClasses> classes,
        List<String> names,
        int planes,
        Optional<ObjectOptions.Method> objects) {

    /** What is taken for the same object at most, where a bundle does not say: stardist's own. */
    private static final double USUAL_NMS = 0.4;

    /** How much nearer to the border a pass between two objects must be, as a part. */
    private static final double PASS = 0.1;

    /** Distances are kept in thousandths. */
    static final double UNIT = 1000;

    /**
     * @throws RefusedException if the network does not fit its decoder
     */
    static Reading of(ModelBundle model, DenseNetwork network, SegmentOptions options) {
        Decoder decoder = Decoder.of(model);
        ObjectOptions.Method method = options.objects().method();
        boolean pixels =
                decoder.type() == Decoder.Type.SEMANTIC || decoder.type() == Decoder.Type.BORDER;
        if (pixels) {
            PixelClasses classes =
                    new PixelClasses(
                            model, network.planes(), network.givesLabels(), options.threshold());
            boolean auto = method == ObjectOptions.Method.AUTO;
            boolean none = auto && decoder.type() == Decoder.Type.SEMANTIC;
            none |= method == ObjectOptions.Method.NONE;
            List<String> names = classes.names();
            if (decoder.type() == Decoder.Type.BORDER) {
                int border = classes.valueOf(decoder.integer("border", 2));
                names =
                        names.stream()
                                .filter(n -> !n.equals(classes.names().get(border - 1)))
                                .toList();
            }
            if (names.isEmpty()) {
                throw new RefusedException(
                        model.source(), "all its labels are background", "name the classes");
            }
            return new Reading(
                    decoder,
                    Optional.of(classes),
                    names,
                    classes.planes(),
                    none ? Optional.empty() : Optional.of(method));
        }
        if (options.augment()) {
            throw new RefusedException(
                    "augment",
                    "rays and distances turn with the tile and cannot be averaged",
                    "leave it out for this model");
        }
        int least = decoder.isStarDist() ? 4 : 1;
        if (network.planes() < least) {
            throw new RefusedException(
                    model.source(),
                    "its output has "
                            + network.planes()
                            + " channels, too few for decoder "
                            + decoder.type().name().toLowerCase(java.util.Locale.ROOT),
                    "correct the decoder in the bundle");
        }
        int channel = decoder.integer("channel", network.planes() - 1);
        if (channel < 0 || channel >= network.planes()) {
            throw new RefusedException(
                    model.source(),
                    "its decoder speaks of channel "
                            + channel
                            + " and its output has "
                            + network.planes(),
                    "correct the decoder in the bundle");
        }
        List<String> names =
                model.labels().stream().filter(l -> !PixelClasses.isBackground(l)).toList();
        if (names.isEmpty()) names = List.of("object");
        return new Reading(decoder, Optional.empty(), names, network.planes(), Optional.of(method));
    }

    /** Turns a tile's numbers into those that are blended. */
    float[] meaning(float[] values) {
        if (classes.isPresent()) return classes.get().probabilities(values);
        for (float v : values) {
            if (Float.isFinite(v)) continue;
            throw new RefusedException(
                    "the network's output",
                    "it holds " + v,
                    "check the image and how the model is normalised");
        }
        return values;
    }

    /**
     * How StarDist's planes are read.
     *
     * @param network whose tiles no object is larger than
     * @param threshold of the user; 0: the model's
     */
    StarDecoder star(ModelBundle model, DenseNetwork network, double threshold) {
        int classPlanes = names.size() > 1 ? names.size() + 1 : 0;
        int rays = decoder.integer("rays", network.planes() - 1 - classPlanes);
        if (rays < 3 || 1 + rays > network.planes()) {
            throw new RefusedException(
                    model.source(),
                    "its output has " + network.planes() + " channels for " + rays + " rays",
                    "correct the decoder in the bundle");
        }
        if (network.planes() > 1 + rays && network.planes() != 2 + rays + names.size()) {
            throw new RefusedException(
                    model.source(),
                    "its output has "
                            + (network.planes() - 1 - rays)
                            + " channels of classes but there are "
                            + names.size()
                            + " labels besides background",
                    "import it with labels= one per class");
        }
        double least = threshold;
        if (least == 0) {
            least =
                    decoder.number("prob_threshold")
                            .orElseThrow(
                                    () ->
                                            new RefusedException(
                                                    model.source(),
                                                    "it does not say from which probability on"
                                                            + " something is an object",
                                                    "give threshold="));
        }
        boolean upsampled = decoder.flag("upsampled");
        int grid = upsampled ? decoder.integer("grid", 1) : network.x().ratio();
        return new StarDecoder(grid, upsampled, rays, least, network.x().tile());
    }

    /** Part of the smaller area that two StarDist objects may share. */
    double nms() {
        return decoder.number("nms_threshold").orElse(USUAL_NMS);
    }

    /** The plane that holds the distance, for distance heads. */
    int distanceChannel() {
        return decoder.integer("channel", planes - 1);
    }

    /** Value of a pixel from which on it belongs to an object, for distance heads. */
    double leastDistance(double threshold) {
        return threshold > 0 ? threshold : decoder.number("threshold").orElse(0.1);
    }

    /** How components are cut into objects. */
    ComponentObjects.Splitter splitter() {
        if (decoder.type() == Decoder.Type.DISTANCE) {
            return ComponentObjects.byHeight(UNIT, decoder.number("pass").orElse(PASS));
        }
        if (objects.orElseThrow() == ObjectOptions.Method.WATERSHED) {
            return ComponentObjects.watershed();
        }
        if (decoder.type() == Decoder.Type.BORDER) {
            return ComponentObjects.byBorder(borderValue());
        }
        return ComponentObjects.Splitter.NONE;
    }

    private int borderValue() {
        return classes.orElseThrow().valueOf(decoder.integer("border", 2));
    }

    /** The class of the component that a pixel of this value belongs to. */
    int componentClass(int value) {
        if (value == 0) return 0;
        return switch (decoder.type()) {
            case SEMANTIC -> value;
            default -> 1;
        };
    }

    /** The place among the names, from 1, that a pixel of a class counts for. */
    int countedAs(int value) {
        // NB: borders are between objects of the one class there is besides.
        return decoder.type() == Decoder.Type.BORDER ? 1 : value;
    }
}
