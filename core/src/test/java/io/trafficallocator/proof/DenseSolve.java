package io.trafficallocator.proof;

/** Solves small symmetric systems that may be singular. */
final class DenseSolve {
    private DenseSolve() {}

    /** One solution of A x = b for a positive semidefinite A, by Cholesky; dependent rows get 0. A is overwritten. */
    static double[] symmetric(double[][] matrix, double[] b) {
        int n = b.length;
        boolean[] dependent = new boolean[n];
        for (int i = 0; i < n; i++) {
            double diagonal = matrix[i][i];
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i][k] * matrix[j][k];
                }
                if (i == j) {
                    dependent[i] = !(sum > 1e-13 * diagonal);
                    matrix[i][i] = dependent[i] ? 1 : Math.sqrt(sum);
                } else {
                    matrix[i][j] = dependent[j] ? 0 : sum / matrix[j][j];
                }
            }
            if (dependent[i]) {
                for (int j = 0; j < i; j++) {
                    matrix[i][j] = 0;
                }
            }
        }
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = dependent[i] ? 0 : b[i];
            for (int k = 0; k < i; k++) {
                sum -= matrix[i][k] * x[k];
            }
            x[i] = dependent[i] ? 0 : sum / matrix[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = x[i];
            for (int k = i + 1; k < n; k++) {
                sum -= matrix[k][i] * x[k];
            }
            x[i] = dependent[i] ? 0 : sum / matrix[i][i];
        }
        return x;
    }
}
