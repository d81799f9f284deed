package org.coverslip.tensorflow.gradient;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.tensorflow.inline.Unfit;
import org.coverslip.tensorflow.inline.Wire;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Writes a {@code Conv2D} or {@code DepthwiseConv2dNative} with dilations or explicit paddings in
 * operations that have neither: the borders are padded; with dilation d, every d-th row and column
 * becomes an image of its own ({@code SpaceToBatchND}), is convolved without borders, and the
 * images are laid into each other again. TensorFlow's Python library does the same (nn_ops.py,
 * with_space_to_batch).
 */
final class PlainConvolution {

    private static final AttrValue INT = Sketch.type(DataType.DT_INT32);
    private static final int ROWS = 1;
    private static final int COLUMNS = 2;

    private final LoadedGraph graph;
    private final Sketch sketch;

    PlainConvolution(LoadedGraph graph, Sketch sketch) {
        this.graph = graph;
        this.sketch = sketch;
    }

    /**
     * @param image [batch, rows, columns, channels]
     * @param filter [rows, columns, in, out]
     */
    Wire of(NodeDef node, Wire image, Wire filter) {
        AttrValue none = AttrValue.getDefaultInstance();
        if (node.getAttrOrDefault("data_format", none).getS().toStringUtf8().equals("NCHW"))
            throw new Unfit("a dilated convolution with channels first lies between");
        AttrValue type = node.getAttrOrThrow("T");
        int[] strides = sizes(node.getAttrOrThrow("strides"));
        int[] dilations = sizes(node.getAttrOrDefault("dilations", Sketch.list(1, 1, 1, 1)));
        Wire padded = image;
        int[] borders = borders(node, image, filter, strides, dilations);
        if (borders != null)
            padded =
                    sketch.op(
                            "Pad",
                            Map.of("T", type, "Tpaddings", INT),
                            image,
                            sketch.integers(new long[] {4, 2}, borders));
        Map<String, AttrValue> attributes = new HashMap<>();
        attributes.put("T", type);
        attributes.put("padding", Sketch.text("VALID"));
        if (dilations[ROWS] == 1 && dilations[COLUMNS] == 1) {
            attributes.put("strides", node.getAttrOrThrow("strides"));
            return sketch.op(node.getOp(), attributes, padded, filter);
        }
        attributes.put("strides", Sketch.list(1, 1, 1, 1));
        Wire block = sketch.vector(dilations[ROWS], dilations[COLUMNS]);
        Wire fill = fill(padded, type, block);
        Wire parts =
                sketch.op(
                        "SpaceToBatchND",
                        Map.of("T", type, "Tblock_shape", INT, "Tpaddings", INT),
                        padded,
                        block,
                        fill);
        Wire whole =
                sketch.op(
                        "BatchToSpaceND",
                        Map.of("T", type, "Tblock_shape", INT, "Tcrops", INT),
                        sketch.op(node.getOp(), attributes, parts, filter),
                        block,
                        fill);
        if (strides[ROWS] == 1 && strides[COLUMNS] == 1) return whole;
        return sketch.op(
                "StridedSlice",
                Map.of(
                        "T",
                        type,
                        "Index",
                        INT,
                        "begin_mask",
                        Sketch.number(15),
                        "end_mask",
                        Sketch.number(15)),
                whole,
                sketch.vector(0, 0, 0, 0),
                sketch.vector(0, 0, 0, 0),
                sketch.vector(strides));
    }

    /** What makes rows and columns divisible by the dilations, as [[0, rows], [0, columns]]. */
    private Wire fill(Wire image, AttrValue type, Wire block) {
        Wire sizes = sketch.part(sketch.shape(image, type), ROWS, COLUMNS + 1);
        Wire minus = sketch.op("Neg", Map.of("T", INT), sizes);
        Wire rest = sketch.op("FloorMod", Map.of("T", INT), minus, block);
        AttrValue two = Sketch.number(2);
        Map<String, AttrValue> columns = Map.of("T", INT, "N", two, "axis", Sketch.number(1));
        return sketch.op("Pack", columns, sketch.vector(0, 0), rest);
    }

    /** Rows before and after per axis, or null if there is nothing to pad. */
    private int[] borders(NodeDef node, Wire image, Wire filter, int[] strides, int[] dilations) {
        String padding = node.getAttrOrThrow("padding").getS().toStringUtf8();
        if (padding.equals("EXPLICIT")) return sizes(node.getAttrOrThrow("explicit_paddings"));
        if (padding.equals("VALID")) return null;
        long[] window = graph.shape(filter);
        long[] shape = graph.shape(image);
        int[] borders = new int[8];
        for (int axis = ROWS; axis <= COLUMNS; axis++) {
            long taps = window == null ? -1 : window[axis - 1];
            long size = shape == null ? -1 : shape[axis];
            if (taps < 0 || (size < 0 && strides[axis] > 1))
                throw new Unfit(
                        "a dilated convolution whose borders are not known before it runs lies"
                                + " between");
            long reach = (taps - 1) * dilations[axis];
            if (strides[axis] > 1) {
                long results = (size + strides[axis] - 1) / strides[axis];
                reach = Math.max(0, (results - 1) * strides[axis] + reach + 1 - size);
            }
            borders[2 * axis] = (int) (reach / 2);
            borders[2 * axis + 1] = (int) (reach - reach / 2);
        }
        return borders;
    }

    private static int[] sizes(AttrValue list) {
        List<Long> values = list.getList().getIList();
        if (values.size() != 4 && values.size() != 8)
            throw new Unfit("a convolution over other than four axes lies between");
        return values.stream().mapToInt(Math::toIntExact).toArray();
    }
}
