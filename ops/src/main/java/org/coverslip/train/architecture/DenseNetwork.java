package org.coverslip.train.architecture;

/**
 * DenseNet121 (Huang et al. 2017, arXiv 1608.06993, table 1): growth 32, blocks of 6, 12, 24 and 16
 * pairs of 1x1 and 3x3 convolutions, each reading everything before it in its block; the layers in
 * the order of Keras' applications.
 */
final class DenseNetwork {

    private static final int GROWTH = 32;
    private static final int[] BLOCKS = {6, 12, 24, 16};

    private DenseNetwork() {}

    static String of(Frame frame) {
        Layers net = new Layers("densenet121");
        String x = net.image(Architectures.INPUT, frame);
        int channels = 2 * GROWTH;
        x = net.convolution(x, "conv1", channels, 7, 2, Layers.NORMALISED);
        x = net.maxPool(net.normalised(x, "conv1"), 3, 2);
        for (int block = 0; block < BLOCKS.length; block++) {
            for (int i = 1; i <= BLOCKS[block]; i++) {
                String name = "conv" + (block + 2) + "_block" + i;
                String y = net.normalised(x, name + "_0");
                y = net.convolution(y, name + "_1_conv", 4 * GROWTH, 1, 1, Layers.NORMALISED);
                y = net.normalised(y, name + "_1");
                y = net.convolution(y, name + "_2_conv", GROWTH, 3, 1, Layers.NORMALISED);
                x = net.concatenation(x, y);
            }
            channels += GROWTH * BLOCKS[block];
            if (block == BLOCKS.length - 1) break;
            channels /= 2;
            String pool = "pool" + (block + 2);
            x = net.normalised(x, pool);
            x = net.convolution(x, pool + "_conv", channels, 1, 1, Layers.NORMALISED);
            x = net.averagePool(x, 2, 2);
        }
        x = net.globalAverage(net.normalised(x, "last"));
        return net.json(net.dense(x, Architectures.OUTPUT, frame.classes(), frame.activation()));
    }
}
