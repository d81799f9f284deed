package org.coverslip.train.architecture;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.coverslip.RefusedException;

/**
 * Classifiers by name, as Keras architectures for {@link
 * org.coverslip.network.training.TrainingSetup}. Their input is called {@link #INPUT}, their output
 * {@link #OUTPUT}.
 */
public final class Architectures {

    /** Name of the input: images [batch, height, width, channels]. */
    public static final String INPUT = "image";

    /** Name of the output: scores [batch, classes]. */
    public static final String OUTPUT = "scores";

    /** The one to take where none is asked for. */
    public static final String DEFAULT = "small";

    private static final Pattern DEEP = Pattern.compile("(plain|residual)-(\\d{1,3})");

    private Architectures() {}

    /** What can be asked for; {@code plain-N} and {@code residual-N} take any multiple of 6. */
    public static List<String> names() {
        return List.of(
                DEFAULT, "malaria", "plain-6", "residual-6", "residual-18", "vgg", "densenet121");
    }

    /**
     * The architecture of a classifier.
     *
     * @param name one of {@link #names()}
     * @return JSON as {@code model.to_json()} of Keras 2 writes it
     * @throws RefusedException if there is no such network, or the images are too small for it
     */
    public static String of(String name, Frame frame) {
        Matcher deep = DEEP.matcher(name);
        if (deep.matches()) {
            int convolutions = Integer.parseInt(deep.group(2));
            return DeepNetwork.of(frame, convolutions, deep.group(1).equals("residual"));
        }
        return switch (name) {
            case DEFAULT -> SmallNetwork.of(frame);
            case "malaria" -> MalariaNetwork.of(fixed(name, frame));
            case "vgg" -> VggNetwork.of(frame);
            case "densenet121" -> DenseNetwork.of(frame);
            default ->
                    throw new RefusedException(
                            "network=" + name,
                            "there is no such network",
                            "use one of " + String.join(", ", names()));
        };
    }

    private static Frame fixed(String name, Frame frame) {
        if (frame.height() > 0 && frame.width() > 0) return frame;
        throw new RefusedException(
                "network=" + name,
                "its dense layers need images of one size",
                "give a size, or use the network " + DEFAULT);
    }
}
