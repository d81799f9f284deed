package org.coverslip.train.architecture;

/**
 * The classifier of cells in thin blood smears: two blocks of two convolutions, a block of one,
 * average pooling, then dense layers of 512, 256 and 128. Batch normalisation behind every block.
 */
final class MalariaNetwork {

    private static final int[] BLOCKS = {2, 2, 1};
    private static final int[] DENSE = {512, 256, 128};
    private static final int FILTERS = 32;

    private MalariaNetwork() {}

    static String of(Frame frame) {
        Layers net = new Layers("malaria");
        String x = net.image(Architectures.INPUT, frame);
        for (int block = 0; block < BLOCKS.length; block++) {
            String name = "block" + (block + 1);
            for (int i = 1; i <= BLOCKS[block]; i++) {
                x = net.convolution(x, name + "_conv" + i, FILTERS << block, 3, 1, "relu");
            }
            boolean last = block == BLOCKS.length - 1;
            x = last ? net.averagePool(x, 2, 2) : net.maxPool(x, 2, 2);
            x = net.normalisation(x, name + "_norm");
        }
        x = net.flatten(x);
        for (int units : DENSE) x = net.dense(x, "dense" + units, units, "relu");
        x = net.dropout(x, 0.3);
        return net.json(net.dense(x, Architectures.OUTPUT, frame.classes(), frame.activation()));
    }
}
