package org.coverslip.tensorflow.keras.layer;

import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Value;

/**
 * Where images keep their channels. TensorFlow convolves and pools on a CPU with channels last
 * only, so images with channels first are turned before and after.
 */
record ImageLayout(boolean channelsFirst) {

    static ImageLayout of(Config config) {
        return switch (config.text("data_format", "channels_last")) {
            case "channels_last" -> new ImageLayout(false);
            case "channels_first" -> new ImageLayout(true);
            default -> throw config.wrong("data_format", "channels_last or channels_first");
        };
    }

    /** In the letters of bioimage.io. */
    String axes() {
        return channelsFirst ? "bcyx" : "byxc";
    }

    Value channelsLast(Scope scope, Value x) {
        return channelsFirst ? scope.transpose(x, 0, 2, 3, 1) : x;
    }

    /** From channels last to this layout. */
    Value back(Scope scope, Value x) {
        return channelsFirst ? scope.transpose(x, 0, 3, 1, 2) : x;
    }

    /** Index of the axis of height (0) or width (1). */
    int axis(int spatial) {
        return (channelsFirst ? 2 : 1) + spatial;
    }
}
