package org.coverslip.tensorflow.inline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

/**
 * The nodes that one call works on: those of the main graph, or those of a function.
 *
 * @param path prefix of the names its nodes get; empty for the main graph
 * @param device of its nodes that name none
 * @param nodes by the names they have in it
 * @param arguments what the function's arguments are at this call
 * @param attributes what the function's own attributes are at this call
 */
record FunctionBody(
        String path,
        String device,
        Map<String, NodeDef> nodes,
        Map<String, List<Wire>> arguments,
        Map<String, AttrValue> attributes) {

    static FunctionBody main(Iterable<NodeDef> nodes) {
        return new FunctionBody("", "", byName(nodes), Map.of(), Map.of());
    }

    /**
     * @param given the tensors the call hands over, in order
     */
    static FunctionBody of(
            String path,
            String device,
            FunctionDef function,
            List<Wire> given,
            Map<String, AttrValue> attributes) {
        Map<String, List<Wire>> arguments = new HashMap<>();
        int next = 0;
        for (var argument : function.getSignature().getInputArgList()) {
            int count = Operations.count(argument, attributes, function.getSignature());
            if (count < 0 || next + count > given.size())
                throw new Unfit(
                        "it calls \""
                                + function.getSignature().getName()
                                + "\" with "
                                + given.size()
                                + " arguments");
            arguments.put(argument.getName(), given.subList(next, next + count));
            next += count;
        }
        return new FunctionBody(
                path, device, byName(function.getNodeDefList()), arguments, attributes);
    }

    boolean isMain() {
        return path.isEmpty();
    }

    /** The node's attributes, with those of the function put in where they are only named. */
    Map<String, AttrValue> attributes(NodeDef node) {
        Map<String, AttrValue> all = new HashMap<>();
        node.getAttrMap()
                .forEach(
                        (name, value) -> {
                            // NB: notes for the graph's optimizer and placer (_output_shapes,
                            // _class, _gradient_op_type) name things that are not here any more.
                            if (name.startsWith("_")) return;
                            boolean named = value.getValueCase() == AttrValue.ValueCase.PLACEHOLDER;
                            AttrValue actual =
                                    named ? attributes.get(value.getPlaceholder()) : value;
                            if (actual == null)
                                throw new Unfit(
                                        "a function lacks its attribute " + value.getPlaceholder());
                            all.put(name, actual);
                        });
        return all;
    }

    private static Map<String, NodeDef> byName(Iterable<NodeDef> nodes) {
        Map<String, NodeDef> map = new HashMap<>();
        for (NodeDef node : nodes) map.put(node.getName(), node);
        return map;
    }
}
