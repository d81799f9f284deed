package org.coverslip.train.architecture;

import org.coverslip.RefusedException;

/**
 * Networks of N convolutions of 3x3 in three stages of as many each, with 16, 32 and 64 filters at
 * full, half and quarter size; plain, or with an identity around every two convolutions (He et al.
 * 2016, arXiv 1512.03385, section 4.2). Alike but for the identities, so that what depth does to
 * each can be compared.
 */
final class DeepNetwork {

    private static final int STAGES = 3;
    private static final int FILTERS = 16;

    private DeepNetwork() {}

    /**
     * @param convolutions a multiple of 6
     */
    static String of(Frame frame, int convolutions, boolean residual) {
        String kind = residual ? "residual" : "plain";
        if (convolutions < 6 || convolutions % 6 != 0) {
            throw new RefusedException(
                    "network=" + kind + "-" + convolutions,
                    "its convolutions do not fill three stages of pairs",
                    "use a multiple of 6, such as " + kind + "-18");
        }
        Layers net = new Layers(kind + "_" + convolutions);
        String x = net.image(Architectures.INPUT, frame);
        for (int stage = 0; stage < STAGES; stage++) {
            for (int i = 0; i < convolutions / STAGES / 2; i++) {
                String name = "stage" + (stage + 1) + "_pair" + (i + 1);
                x = pair(net, x, name, FILTERS << stage, stage > 0 && i == 0 ? 2 : 1, residual);
            }
        }
        x = net.globalAverage(x);
        return net.json(net.dense(x, Architectures.OUTPUT, frame.classes(), frame.activation()));
    }

    private static String pair(
            Layers net, String x, String name, int filters, int stride, boolean residual) {
        boolean first = name.equals("stage1_pair1");
        String y = net.convolution(x, name + "_a", filters, 3, stride, "relu");
        y = net.convolution(y, name + "_b", filters, 3, 1, residual ? "linear" : "relu");
        if (!residual) return y;
        // NB: where size or channels change, the way around is a convolution of 1x1.
        String around =
                first || stride > 1
                        ? net.convolution(x, name + "_around", filters, 1, stride, "linear")
                        : x;
        return net.activation(net.add(y, around), name + "_relu");
    }
}
