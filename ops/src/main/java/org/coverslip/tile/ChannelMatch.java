package org.coverslip.tile;

import org.coverslip.RefusedException;

/**
 * How the channels of an image become those a network takes. Only what loses or invents nothing
 * that matters is done: grey for three equal colours, colour for its luminance, alpha left away.
 * Anything else is for the user to decide.
 */
public enum ChannelMatch {
    /** One to one. */
    SAME,
    /** Red, green, blue of four; alpha is left away. */
    WITHOUT_ALPHA,
    /** One grey channel stands for red, green and blue. */
    GREY_AS_RGB,
    /**
     * Luminance 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), as Pillow's mode L and Keras' grayscale
     * loading.
     */
    LUMINANCE;

    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    /**
     * @param image name for messages
     * @param has channels of the image
     * @param rgb whether they are red, green, blue (and alpha)
     * @param wants channels of the network's input
     * @throws RefusedException if they do not fit
     */
    public static ChannelMatch of(String image, int has, boolean rgb, int wants) {
        if (has == wants) return SAME;
        if (rgb && has == 4 && wants == 3) return WITHOUT_ALPHA;
        if (has == 1 && wants == 3) return GREY_AS_RGB;
        if (rgb && wants == 1) return LUMINANCE;
        throw new RefusedException(
                image,
                "it has "
                        + has
                        + (has == 1 ? " channel" : " channels")
                        + " but the model takes "
                        + wants,
                has > wants
                        ? "save the "
                                + wants
                                + " it should see as an image of their own (Image > Color > Arrange Channels)"
                        : "use a model for images of this kind");
    }

    /**
     * Brings planar pixels to the wanted channels.
     *
     * @param planes [c][y*x]
     * @return the planes the network sees; arrays may be shared with the input
     */
    public float[][] apply(float[][] planes) {
        return switch (this) {
            case SAME -> planes;
            case WITHOUT_ALPHA -> new float[][] {planes[0], planes[1], planes[2]};
            case GREY_AS_RGB -> new float[][] {planes[0], planes[0], planes[0]};
            case LUMINANCE -> new float[][] {luminance(planes[0], planes[1], planes[2])};
        };
    }

    private static float[] luminance(float[] r, float[] g, float[] b) {
        float[] grey = new float[r.length];
        for (int i = 0; i < grey.length; i++) grey[i] = RED * r[i] + GREEN * g[i] + BLUE * b[i];
        return grey;
    }
}
