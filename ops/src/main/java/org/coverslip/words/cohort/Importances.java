package org.coverslip.words.cohort;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.math.la.SparseVector;

/**
 * How much each word lowers the impurity in a random forest, weighted by the slides that pass the
 * split and brought to sum 1 (Breiman et al. 1984; as scikit-learn's feature_importances_). Tribuo
 * keeps the trees but not how many slides passed each node, so the slides are sent down again.
 */
final class Importances {

    private Importances() {}

    static double[] impurity(Learner.Fitted forest, List<Example<Label>> slides, int words) {
        double[] sum = new double[words];
        WeightedEnsembleModel<Label> ensemble = ensemble(forest.model());
        for (Model<Label> model : ensemble.getModels()) {
            TreeModel<Label> tree = (TreeModel<Label>) model;
            List<SparseVector> vectors = new ArrayList<>();
            for (Example<Label> slide : slides)
                vectors.add(SparseVector.createSparseVector(slide, tree.getFeatureIDMap(), false));
            add(tree, root(tree), vectors, slides.size(), sum);
        }
        double total = 0;
        for (double s : sum) total += s;
        for (int w = 0; w < words; w++) sum[w] = total > 0 ? sum[w] / total : 0;
        return sum;
    }

    /** NB: Tribuo 4.1 keeps it to itself; 4.2 shows it, but does not load without protobuf. */
    @SuppressWarnings("unchecked")
    private static Node<Label> root(TreeModel<Label> tree) {
        try {
            Field field = TreeModel.class.getDeclaredField("root");
            field.setAccessible(true);
            return (Node<Label>) field.get(tree);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw new IllegalStateException("another Tribuo than the one that is shipped", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static WeightedEnsembleModel<Label> ensemble(Model<Label> model) {
        return (WeightedEnsembleModel<Label>) model;
    }

    private static void add(
            TreeModel<Label> tree,
            Node<Label> node,
            List<SparseVector> passing,
            int all,
            double[] sum) {
        if (node.isLeaf() || passing.isEmpty()) return;
        SplitNode<Label> split = (SplitNode<Label>) node;
        List<SparseVector> greater = new ArrayList<>();
        List<SparseVector> others = new ArrayList<>();
        for (SparseVector slide : passing) {
            boolean up = slide.get(split.getFeatureID()) > split.splitValue();
            (up ? greater : others).add(slide);
        }
        double lowered =
                passing.size() * split.getImpurity()
                        - greater.size() * split.getGreaterThan().getImpurity()
                        - others.size() * split.getLessThanOrEqual().getImpurity();
        String name = tree.getFeatureIDMap().get(split.getFeatureID()).getName();
        sum[Integer.parseInt(name.substring(1))] += Math.max(0, lowered) / all;
        add(tree, split.getGreaterThan(), greater, all, sum);
        add(tree, split.getLessThanOrEqual(), others, all, sum);
    }
}
