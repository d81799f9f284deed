package org.coverslip.tensorflow;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.network.Tensor;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/** The floats that stand as constants in a graph. */
final class ConstantWeights {

    private ConstantWeights() {}

    static Map<String, Tensor> of(SavedModelFolder model) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (NodeDef node : model.graph().getGraphDef().getNodeList()) {
            if (!node.getOp().equals("Const")) continue;
            if (!node.containsAttr("value")) continue;
            TensorProto value = node.getAttrOrThrow("value").getTensor();
            if (value.getDtype() != DataType.DT_FLOAT) continue;
            weights.put(node.getName(), tensor(model, node.getName(), value));
        }
        return weights;
    }

    private static Tensor tensor(SavedModelFolder model, String name, TensorProto proto) {
        long[] shape = new long[proto.getTensorShape().getDimCount()];
        long size = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = proto.getTensorShape().getDim(i).getSize();
            size = Math.multiplyExact(size, shape[i]);
        }
        int stored = proto.getTensorContent().size() / Float.BYTES;
        int listed = proto.getFloatValCount();
        boolean whole = stored == size || listed == size || listed == 1 && stored == 0;
        // NB: the file may lie about its shapes: nothing is allocated that is not in it, but for
        // one repeated value.
        if (!whole || size > Integer.MAX_VALUE - 8) {
            throw new RefusedException(
                    model.path(),
                    "its weight " + name + " does not fill its shape",
                    "fetch or export the model again");
        }
        float[] values = new float[(int) size];
        if (stored == size) {
            proto.getTensorContent()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = proto.getFloatVal(listed == 1 ? 0 : i);
            }
        }
        return Tensor.of(values, shape);
    }
}
