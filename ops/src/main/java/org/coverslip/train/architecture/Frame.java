package org.coverslip.train.architecture;

/**
 * What goes into a network and what is to come out.
 *
 * @param height of an image in pixels; 0: any, where the network allows it
 * @param width of an image in pixels; 0: any, where the network allows it
 * @param channels per pixel
 * @param classes how many scores an image (or pixel) gets
 * @param multiLabel whether several classes can hold at once: a sigmoid each instead of a softmax
 */
public record Frame(int height, int width, int channels, int classes, boolean multiLabel) {

    public Frame {
        if (height < 0 || width < 0 || channels < 1 || classes < 1) {
            throw new IllegalArgumentException(
                    height + "x" + width + "x" + channels + " to " + classes + " classes");
        }
    }

    /** A classifier that gives each image one of several classes. */
    public static Frame of(int size, int channels, int classes) {
        return new Frame(size, size, channels, classes, false);
    }

    /** The function that the scores end in. */
    public String activation() {
        return multiLabel ? "sigmoid" : "softmax";
    }
}
