package org.coverslip.words.codebook;

import org.coverslip.RefusedException;
import org.coverslip.words.project.Transform;

/**
 * Visual words: what a patch is compared with, and all that is needed to describe a patch the same
 * way again.
 *
 * @param origin which numbers of which network
 * @param transform from those to the vectors that are compared
 * @param centroids [word][width of the transform]
 * @param counts patches per word when it was learned
 */
public record Codebook(Origin origin, Transform transform, float[][] centroids, int[] counts) {

    /**
     * Which numbers of which network.
     *
     * @param model its name
     * @param sha256 of its weights
     * @param layer whose values are averaged over a patch
     * @param patch edge in pixels
     * @param micrometres per pixel of the patch
     */
    public record Origin(
            String model, String sha256, String layer, int patch, double micrometres) {}

    /** How many words there are. */
    public int words() {
        return centroids.length;
    }

    /** What a word is called: {@code word 1} for index 0. */
    public static String name(int index) {
        return "word " + (index + 1);
    }

    /**
     * @param source for the message
     * @param sha256 of the network that is to be used
     * @throws RefusedException if the words were learned with another one
     */
    public void requireModel(Object source, String model, String sha256) {
        if (origin.sha256().equals(sha256)) return;
        throw new RefusedException(
                source,
                "these words were learned with the network "
                        + origin.model()
                        + " (weights "
                        + start(origin.sha256())
                        + "...), and "
                        + model
                        + " has other weights ("
                        + start(sha256)
                        + "...)",
                "give the network they were learned with, or learn words with this one");
    }

    /**
     * @throws RefusedException if the features of the network's layer are not as many as the words
     *     were learned from
     */
    public void requireFeatures(Object source, int features) {
        if (features == transform.features()) return;
        throw new RefusedException(
                source,
                "its words were learned from "
                        + transform.features()
                        + " features and layer "
                        + origin.layer()
                        + " gives "
                        + features,
                "use a codebook of this layer");
    }

    private static String start(String hash) {
        return hash.substring(0, Math.min(8, hash.length()));
    }
}
