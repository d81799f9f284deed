package org.coverslip.tensorflow;

import org.coverslip.network.Device;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/** Changes to a graph that leave its arithmetic alone and make TensorFlow 2.16 load it. */
final class GraphRewrite {

    private static final String SHAPES = "_output_shapes";

    private GraphRewrite() {}

    /**
     * Without the {@code _output_shapes} notes. Exports of TensorFlow 1.13 hold some that 2.16
     * finds inconsistent and refuses; they are only a cache of what shape inference finds.
     */
    static MetaGraphDef withoutShapeNotes(MetaGraphDef graph) {
        MetaGraphDef.Builder copy = graph.toBuilder();
        GraphDef.Builder nodes = copy.getGraphDefBuilder();
        for (NodeDef.Builder node : nodes.getNodeBuilderList()) node.removeAttr(SHAPES);
        for (FunctionDef.Builder function : nodes.getLibraryBuilder().getFunctionBuilderList())
            for (NodeDef.Builder node : function.getNodeDefBuilderList()) node.removeAttr(SHAPES);
        return copy.build();
    }

    /** With every node that names no device placed on one. Functions follow their callers. */
    static MetaGraphDef placedOn(MetaGraphDef graph, Device gpu) {
        MetaGraphDef.Builder copy = graph.toBuilder();
        for (NodeDef.Builder node : copy.getGraphDefBuilder().getNodeBuilderList())
            if (node.getDevice().isEmpty()) node.setDevice(DeviceProbe.name(gpu));
        return copy.build();
    }

    static SavedModel alone(MetaGraphDef graph) {
        return SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(graph).build();
    }
}
