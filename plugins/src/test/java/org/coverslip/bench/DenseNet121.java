package org.coverslip.bench;

/**
 * The graph of Huang et al. 2017 as Keras' applications build it: growth 32, blocks of 6, 12, 24
 * and 16.
 */
final class DenseNet121 {

    private static final int GROWTH = 32;
    private static final int[] BLOCKS = {6, 12, 24, 16};

    private DenseNet121() {}

    static void build(KerasJson net) {
        net.convolution("conv1", 64, 7, 2, false);
        net.normalised("conv1_bn");
        net.pool("pool1", "MaxPooling2D", 3, 2);
        int channels = 64;
        for (int b = 0; b < BLOCKS.length; b++) {
            for (int i = 0; i < BLOCKS[b]; i++) {
                String name = "block" + b + "_" + i;
                String before = net.last();
                net.normalised(name + "_0");
                net.convolution(name + "_1", 4 * GROWTH, 1, 1, false);
                net.normalised(name + "_1bn");
                net.convolution(name + "_2", GROWTH, 3, 1, false);
                net.concatenate(name + "_concat", before, net.last());
            }
            channels += GROWTH * BLOCKS[b];
            if (b == BLOCKS.length - 1) break;
            channels /= 2;
            net.normalised("transition" + b);
            net.convolution("transition" + b + "_conv", channels, 1, 1, false);
            net.pool("transition" + b + "_pool", "AveragePooling2D", 2, 2);
        }
        net.normalised("last");
        net.head(3);
    }
}
