"""The numbers in SklearnNumbersTest, made with Debian's python3-sklearn 1.2.1:

    /usr/bin/python3 reference.py

The data are those of the test: 600 rows of 20 numbers in four overlapping groups.
"""
import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score

N, D = 600, 20
state = 12345
values = np.empty((N, D), dtype=np.float32)
for i in range(N):
    for t in range(D):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        values[i, t] = np.float32((state >> 40) / 2**24) + np.float32(0.75 if i % 4 == t % 4 else 0)

for k in (2, 4, 7):
    model = KMeans(k, init=values[:k], n_init=1, max_iter=100, tol=0, algorithm="lloyd").fit(values)
    labels, exact = model.labels_, values.astype(np.float64)
    print(k, "iterations", model.n_iter_, "inertia %.10g" % model.inertia_,
          "silhouette %.10f" % silhouette_score(exact, labels),
          "calinski-harabasz %.10g" % calinski_harabasz_score(exact, labels),
          "davies-bouldin %.10f" % davies_bouldin_score(exact, labels))
print("variances", PCA(3, svd_solver="full").fit(values.astype(np.float64)).explained_variance_)
