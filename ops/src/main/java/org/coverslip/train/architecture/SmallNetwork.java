package org.coverslip.train.architecture;

/**
 * A small and fast classifier, the default: four convolutions of 3x3 with batch normalisation and
 * ReLU, halving the image three times, then the mean over the image and one dense layer. 61 000
 * weights for 3 channels and 3 classes.
 */
final class SmallNetwork {

    private static final int[] FILTERS = {16, 32, 64, 64};

    private SmallNetwork() {}

    static String of(Frame frame) {
        Layers net = new Layers("small");
        String x = net.image(Architectures.INPUT, frame);
        for (int i = 0; i < FILTERS.length; i++) {
            String name = "block" + (i + 1);
            // NB: the first halves by its stride and not by pooling: a quarter of its cost, where
            // the image is largest.
            int stride = i == 0 ? 2 : 1;
            x = net.convolution(x, name + "_conv", FILTERS[i], 3, stride, Layers.NORMALISED);
            x = net.normalised(x, name);
            if (i > 0 && i < FILTERS.length - 1) x = net.maxPool(x, 2, 2);
        }
        x = net.dropout(net.globalAverage(x), 0.2);
        return net.json(net.dense(x, Architectures.OUTPUT, frame.classes(), frame.activation()));
    }
}
