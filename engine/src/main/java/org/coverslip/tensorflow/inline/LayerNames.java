package org.coverslip.tensorflow.inline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the author of a network called its operations. Keras names an operation {@code
 * model/layer/Operation} and puts it into functions; TensorFlow 1 and our own import use paths of
 * the same kind. The names of calls are left away, and the model's name where all share it. The
 * last operation of a layer's path is the layer itself and gets the path as its name, unless
 * another operation has that name.
 */
final class LayerNames {

    private static final Pattern CALL = Pattern.compile("(Stateful)?PartitionedCall(_\\d+)?");

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Set<String> ends = new HashSet<>();

    /**
     * @param nodes names in the graph, in order of computation
     */
    LayerNames(Collection<String> nodes) {
        Map<String, List<String>> paths = new LinkedHashMap<>();
        for (String node : nodes) paths.put(node, path(node));
        while (sharedRoot(paths.values())) paths.replaceAll((n, p) -> p.size() > 1 ? rest(p) : p);
        Map<String, String> byPath = new LinkedHashMap<>();
        paths.forEach(
                (node, path) -> {
                    String name = String.join("/", path);
                    // NB: the same operation in two calls of one function.
                    String free = name;
                    for (int i = 1; byPath.putIfAbsent(free, node) != null; i++)
                        free = name + "_" + i;
                });
        byPath.forEach((name, node) -> names.put(node, name));
        aliases.putAll(byPath);
        Map<String, String> last = new LinkedHashMap<>();
        byPath.forEach(
                (name, node) -> {
                    for (int i = name.indexOf('/'); i > 0; i = name.indexOf('/', i + 1))
                        last.put(name.substring(0, i), node);
                });
        last.forEach(
                (scope, node) -> {
                    if (aliases.putIfAbsent(scope, node) != null) return;
                    // NB: a model, unlike a layer, does not end in an operation of its own.
                    if (names.get(node).lastIndexOf('/') != scope.length()) return;
                    names.put(node, scope);
                    ends.add(node);
                });
        for (String node : nodes) aliases.putIfAbsent(plain(node), node);
    }

    /** The name of a node. */
    String of(String node) {
        return names.get(node);
    }

    /** Whether a node is where a layer of several operations ends. */
    boolean isEnd(String node) {
        return ends.contains(node);
    }

    /** Whether a name was made by TensorFlow, not by the author. */
    static boolean isCall(String name) {
        return CALL.matcher(name).matches();
    }

    /** Nodes by every name they can be called: the author's, an outer path's, the graph's own. */
    Map<String, String> nodes() {
        return aliases;
    }

    private static String plain(String node) {
        return node.startsWith(FlatGraph.PREFIX) ? node.substring(FlatGraph.PREFIX.length()) : node;
    }

    private static List<String> path(String node) {
        List<String> all = Arrays.asList(plain(node).split("/"));
        List<String> path = new ArrayList<>(all);
        path.removeIf(part -> CALL.matcher(part).matches());
        return path.isEmpty() ? all : path;
    }

    private static List<String> rest(List<String> path) {
        return path.subList(1, path.size());
    }

    // NB: a path of two is a layer and its operation, or an operation of the model itself, such as
    // the cast of its input.
    private static boolean sharedRoot(Collection<List<String>> paths) {
        Set<String> roots = new HashSet<>();
        Set<String> layers = new HashSet<>();
        boolean two = false;
        for (List<String> path : paths) {
            if (path.size() > 1) roots.add(path.get(0));
            if (path.size() > 2) layers.add(path.get(1));
            two |= path.size() == 2;
        }
        return roots.size() == 1 && layers.size() > (two ? 1 : 0);
    }
}
