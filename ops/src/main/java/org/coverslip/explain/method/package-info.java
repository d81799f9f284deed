/** Ways to tell which places of a picture speak for a label; one class per published method. */
package org.coverslip.explain.method;
