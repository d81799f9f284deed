package org.coverslip.explain.method;

import java.util.List;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;

/** The methods by their words. */
public final class Methods {

    private static final List<Method> ALL =
            List.of(
                    new GradCam(),
                    new GradCamPlusPlus(),
                    new HiResCam(),
                    new ScoreCam(),
                    new Occlusion(),
                    new IntegratedGradients());

    private Methods() {}

    public static List<Method> all() {
        return ALL;
    }

    /**
     * @throws RefusedException if there is no such method
     */
    public static Method named(String word) {
        for (Method method : ALL) if (method.word().equals(word.strip())) return method;
        throw new RefusedException(
                "method=" + word,
                "this method is not known",
                "use one of " + ALL.stream().map(Method::word).collect(Collectors.joining(", ")));
    }

    /**
     * What takes the place of a method where the network gives no gradients: Score-CAM where the
     * layer can at least be read, else occlusion.
     */
    public static Method withoutGradients(Method wanted) {
        return wanted.needs().layer() ? new ScoreCam() : withoutLayers();
    }

    /** What needs nothing but the network's outputs. */
    public static Method withoutLayers() {
        return new Occlusion();
    }
}
