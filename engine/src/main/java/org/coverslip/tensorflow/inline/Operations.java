package org.coverslip.tensorflow.inline;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.OpDef;

/** What TensorFlow knows of its operations: how many tensors each argument stands for. */
public final class Operations {

    private final Function<String, OpDef> source;
    private final Map<String, OpDef> known = new HashMap<>();

    /**
     * @param source finds the definition of an operation by its name
     */
    public Operations(Function<String, OpDef> source) {
        this.source = source;
    }

    private OpDef definition(String op) {
        return known.computeIfAbsent(op, source);
    }

    /** Where each output argument of an operation begins among its outputs. */
    Map<String, Integer> outputs(String operation, Map<String, AttrValue> attributes) {
        OpDef op = definition(operation);
        Map<String, Integer> starts = new LinkedHashMap<>();
        int next = 0;
        for (OpDef.ArgDef argument : op.getOutputArgList()) {
            starts.put(argument.getName(), next);
            next += count(argument, attributes, op);
        }
        return starts;
    }

    /**
     * How many tensors an argument stands for.
     *
     * @param attributes of the node, or of the call of a function
     * @param op the operation or function that the argument belongs to, for its defaults
     */
    static int count(OpDef.ArgDef argument, Map<String, AttrValue> attributes, OpDef op) {
        if (!argument.getNumberAttr().isEmpty())
            return (int) attribute(argument.getNumberAttr(), attributes, op).getI();
        if (!argument.getTypeListAttr().isEmpty())
            return attribute(argument.getTypeListAttr(), attributes, op).getList().getTypeCount();
        return 1;
    }

    private static AttrValue attribute(String name, Map<String, AttrValue> attributes, OpDef op) {
        AttrValue value = attributes.get(name);
        if (value != null) return value;
        List<OpDef.AttrDef> declared = op.getAttrList();
        for (OpDef.AttrDef attr : declared)
            if (attr.getName().equals(name) && attr.hasDefaultValue())
                return attr.getDefaultValue();
        throw new Unfit("a node of type " + op.getName() + " lacks the attribute " + name);
    }
}
