package org.coverslip.tensorflow;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GradientDef;
import org.tensorflow.proto.NameAttrList;

/** The functions a graph brings along, and which of them can stand in for which. */
final class FunctionLibrary {

    /** The attribute under which TensorFlow's graph optimiser swaps one function for another. */
    private static final String IMPLEMENTS = "api_implements";

    private final Map<String, FunctionDef> functions = new HashMap<>();
    private final Map<String, GraphBody> bodies = new HashMap<>();
    private final Map<String, Set<String>> related = new HashMap<>();

    FunctionLibrary(FunctionDefLibrary library) {
        for (FunctionDef function : library.getFunctionList())
            functions.put(function.getSignature().getName(), function);
        for (GradientDef gradient : library.getGradientList())
            relate(gradient.getFunctionName(), Set.of(gradient.getGradientFunc()));
        Map<String, Set<String>> variants = new HashMap<>();
        functions.forEach(
                (name, function) -> {
                    relate(name, named(function.getAttrMap().values()));
                    AttrValue api = function.getAttrMap().get(IMPLEMENTS);
                    if (api != null)
                        variants.computeIfAbsent(api.getS().toStringUtf8(), k -> new HashSet<>())
                                .add(name);
                });
        variants.values().forEach(group -> group.forEach(name -> relate(name, group)));
    }

    boolean has(String name) {
        return functions.containsKey(name);
    }

    GraphBody body(String name) {
        return bodies.computeIfAbsent(name, n -> GraphBody.of(functions.get(n)));
    }

    /** Functions that may run where this one is called: its gradient, its other variants. */
    Set<String> related(String name) {
        return related.getOrDefault(name, Set.of());
    }

    /**
     * Functions of this library that attributes name, be it as a function, in a list, in the
     * attributes of a function, or only as text (as {@code forward_function_name} does).
     */
    Set<String> named(Collection<AttrValue> attributes) {
        Set<String> names = new HashSet<>();
        for (AttrValue value : attributes) collect(value, names);
        names.retainAll(functions.keySet());
        return names;
    }

    private static void collect(AttrValue value, Set<String> names) {
        switch (value.getValueCase()) {
            case FUNC -> collect(List.of(value.getFunc()), names);
            case S -> names.add(value.getS().toStringUtf8());
            case LIST -> {
                collect(value.getList().getFuncList(), names);
                value.getList().getSList().forEach(s -> names.add(s.toStringUtf8()));
            }
            default -> {}
        }
    }

    private static void collect(List<NameAttrList> functions, Set<String> names) {
        for (NameAttrList function : functions) {
            names.add(function.getName());
            for (AttrValue nested : function.getAttrMap().values()) collect(nested, names);
        }
    }

    private void relate(String name, Set<String> others) {
        related.computeIfAbsent(name, k -> new HashSet<>()).addAll(others);
    }
}
