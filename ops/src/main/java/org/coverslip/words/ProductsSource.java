package org.coverslip.words;

import org.coverslip.words.cluster.Products;

/** Makes what multiplies rows of a certain width: on a GPU, or on all processors. */
@FunctionalInterface
public interface ProductsSource {

    /** In Java. */
    ProductsSource JAVA = width -> Products.JAVA;

    Products of(int width);
}
