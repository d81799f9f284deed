package org.coverslip.train.architecture;

/**
 * A network in the manner of VGG (Simonyan and Zisserman 2015, arXiv 1409.1556, table 1, column B)
 * at half its width: five blocks of two 3x3 convolutions and a max pooling. Each convolution is
 * followed by batch normalisation, and the mean over the image stands in the place of the two dense
 * layers of 4096, which hold most of VGG's weights.
 */
final class VggNetwork {

    private static final int[] FILTERS = {32, 64, 128, 256, 256};

    private VggNetwork() {}

    static String of(Frame frame) {
        Layers net = new Layers("vgg");
        String x = net.image(Architectures.INPUT, frame);
        for (int block = 0; block < FILTERS.length; block++) {
            for (int i = 1; i <= 2; i++) {
                String name = "block" + (block + 1) + "_conv" + i;
                x = net.convolution(x, name, FILTERS[block], 3, 1, Layers.NORMALISED);
                x = net.normalised(x, name);
            }
            x = net.maxPool(x, 2, 2);
        }
        x = net.dropout(net.globalAverage(x), 0.5);
        return net.json(net.dense(x, Architectures.OUTPUT, frame.classes(), frame.activation()));
    }
}
