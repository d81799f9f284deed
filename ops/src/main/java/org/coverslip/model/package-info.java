/**
 * What a network expects and means: shapes, preprocessing, labels, task, spacing. {@link
 * org.coverslip.model.Models} opens any model file; a new format is one class that implements
 * {@link org.coverslip.model.ModelFormat} and is marked as a SciJava plugin. Knows no engine but
 * through {@link org.coverslip.network.NetworkEngine}.
 */
package org.coverslip.model;
