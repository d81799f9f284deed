package org.coverslip.detect;

import java.util.Map;
import org.coverslip.detect.decode.OutputLayout;
import org.coverslip.detect.decode.Outputs;
import org.coverslip.model.InputSpec;
import org.coverslip.model.Size;
import org.coverslip.network.Network;
import org.coverslip.network.Tensor;

/**
 * A black picture of the size that a detector is used with, to see what shapes come out.
 *
 * @param spec of the detector
 * @param shape of the input
 */
record EmptyPicture(DetectorSpec spec, long[] shape) {

    /** Colours of a picture, where a network takes any number. */
    private static final int CHANNELS = 3;

    static EmptyPicture of(DetectorSpec spec) {
        InputSpec input = spec.input();
        long[] shape = new long[input.axes().length()];
        for (int i = 0; i < shape.length; i++) {
            char axis = input.axes().charAt(i);
            shape[i] =
                    switch (axis) {
                        case 'x' -> spec.width();
                        case 'y' -> spec.height();
                        case 'c' -> input.channels().orElse(CHANNELS);
                        default -> input.size(axis) instanceof Size.Fixed f ? f.size() : 1;
                    };
        }
        return new EmptyPicture(spec, shape);
    }

    /**
     * @return the layout with the extents that it really has
     * @throws org.coverslip.RefusedException if the network fails
     */
    OutputLayout through(Network network) {
        int length = 1;
        for (long n : shape) length = Math.multiplyExact(length, Math.toIntExact(n));
        Tensor black = Tensor.of(new float[length], shape).to(spec.input().type());
        Map<String, Tensor> out = network.run(Map.of(spec.input().name(), black));
        return Outputs.of(out, spec.layout()).layout();
    }
}
