package org.coverslip.train.architecture;

import java.util.List;
import org.coverslip.RefusedException;

/**
 * Networks that give every pixel an answer, as Keras architectures. Images may be of any size
 * (extents of 0 in the {@link Frame}) that is a multiple of {@link #MULTIPLE}; the input is called
 * {@link Architectures#INPUT}.
 */
public final class PixelArchitectures {

    /** Height and width must be multiples of this. */
    public static final int MULTIPLE = 8;

    /** Output of {@link #unet}: scores [batch, height, width, classes]. */
    public static final String SCORES = Architectures.OUTPUT;

    /** Output of {@link #stars}: [batch, height, width, 1], a sigmoid. */
    public static final String PROBABILITY = "probability";

    /**
     * Output of {@link #stars}: pixels to the border along each ray [batch, height, width, rays].
     */
    public static final String DISTANCES = "distances";

    /** Output of {@link #centres}: [batch, height / 4, width / 4, classes], a sigmoid. */
    public static final String HEAT = "heat";

    /**
     * Output of {@link #centres}: width and height of the box in cells of the heat map, where a
     * centre is.
     */
    public static final String EXTENT = "size";

    /** Output of {@link #centres}: x and y of the centre within its cell, 0 to 1. */
    public static final String OFFSET = "offset";

    /** The chance that an object's centre lies on a pixel, before anything is learned. */
    private static final double RARE = 0.1;

    /**
     * Filters of the first level where nothing else is asked for; twice as many each level down.
     */
    public static final int FILTERS = 16;

    private static final int LEVELS = 3;

    private PixelArchitectures() {}

    /**
     * A U-Net (Ronneberger et al. 2015, arXiv 1505.04597) of four levels with batch normalisation;
     * ends in the frame's softmax or sigmoid.
     *
     * @param filters of the first level: 16 give 490 000 weights, 8 a quarter of them
     * @throws RefusedException if the size is not a multiple of {@link #MULTIPLE}
     */
    public static String unet(Frame frame, int filters) {
        Layers net = new Layers("unet");
        String x = trunk(net, frame, filters, 0);
        return net.json(net.convolution(x, SCORES, frame.classes(), 1, 1, frame.activation()));
    }

    /**
     * A U-Net with the two heads of StarDist (Schmidt et al. 2018, arXiv 1806.03535): the
     * probability that a pixel is well inside an object, and the distances to its border.
     *
     * @param filters of the first level
     * @param rays directions, the first along x, turning towards y
     * @throws RefusedException if the size is not a multiple of {@link #MULTIPLE}
     */
    public static String stars(Frame frame, int filters, int rays) {
        Layers net = new Layers("stars");
        String x = trunk(net, frame, filters, 0);
        x = net.convolution(x, "heads", 4 * filters, 3, 1, "relu");
        return net.json(
                net.convolution(x, PROBABILITY, 1, 1, 1, "sigmoid"),
                net.convolution(x, DISTANCES, rays, 1, 1, "linear"));
    }

    /**
     * A detector of centre points (CenterNet, Zhou et al. 2019, arXiv 1904.07850) on the same trunk
     * at a quarter of the size.
     *
     * @param filters of the first level
     * @throws RefusedException if the size is not a multiple of {@link #MULTIPLE}
     */
    public static String centres(Frame frame, int filters) {
        Layers net = new Layers("centres");
        String x = trunk(net, frame, filters, 2);
        return net.json(centreHeads(net, x, frame.classes(), filters).toArray(String[]::new));
    }

    /**
     * The three heads of {@link #centres} behind images of a quarter of the size.
     *
     * @return {@link #HEAT}, {@link #EXTENT}, {@link #OFFSET}
     */
    static List<String> centreHeads(Layers net, String from, int classes, int filters) {
        String head = net.convolution(from, "heads", 4 * filters, 3, 1, "relu");
        // NB: with a start at one half the many empty pixels swamp the first steps (Lin et al.
        // 2017, arXiv 1708.02002, section 4.1).
        double bias = Math.log(RARE / (1 - RARE));
        return List.of(
                net.scores(head, HEAT, classes, bias),
                net.convolution(head, EXTENT, 2, 1, 1, "linear"),
                net.convolution(head, OFFSET, 2, 1, 1, "linear"));
    }

    /** Down three levels and up again to one of them. */
    private static String trunk(Layers net, Frame frame, int filters, int to) {
        if (frame.height() % MULTIPLE != 0 || frame.width() % MULTIPLE != 0) {
            throw new RefusedException(
                    "images of " + frame.width() + "x" + frame.height(),
                    "this network halves and doubles images three times",
                    "use a width and height that are multiples of " + MULTIPLE);
        }
        String x = net.image(Architectures.INPUT, frame);
        String[] level = new String[LEVELS + 1];
        for (int i = 0; i <= LEVELS; i++) {
            if (i > 0) x = net.maxPool(x, 2, 2);
            level[i] = x = twice(net, x, "down" + i, filters << i);
        }
        for (int i = LEVELS - 1; i >= to; i--) {
            x = net.concatenation(net.doubled(x), level[i]);
            x = twice(net, x, "up" + i, filters << i);
        }
        return x;
    }

    private static String twice(Layers net, String x, String name, int filters) {
        for (String part : new String[] {name + "_a", name + "_b"}) {
            x = net.convolution(x, part, filters, 3, 1, Layers.NORMALISED);
            x = net.normalised(x, part);
        }
        return x;
    }
}
