"""The one list of types and attributes that a kept tree model may have; it never grows by itself.

Taken from scikit-learn 1.9: with another version the lists are read again by a person.
"""

from __future__ import annotations

_GROWN = "sklearn.ensemble._hist_gradient_boosting"

TRUSTED = f"{_GROWN}.predictor.TreePredictor"
"""The only type that skops itself has to be asked to trust."""

TYPES = frozenset(
    {
        f"{_GROWN}.gradient_boosting.HistGradientBoostingRegressor",
        f"{_GROWN}.binning._BinMapper",
        TRUSTED,
        "sklearn._loss.loss.HalfPoissonLoss",
        "sklearn._loss._loss.CyHalfPoissonLoss",
        "sklearn._loss.link.LogLink",
        "sklearn._loss.link.Interval",
        "numpy.random._generator.Generator",
        "numpy.ndarray",
        *(f"numpy.{name}" for name in "bool float64 int64 uint8 uint32 uint64".split()),
        *(f"builtins.{name}" for name in "dict list str tuple".split()),
    }
)

LOADERS = frozenset(
    "ObjectNode DictNode ListNode TupleNode TypeNode JsonNode NdArrayNode LossNode "
    "RandomGeneratorNode".split()
)
"""How skops may bring a value back; none of these imports or calls what a file names."""

ATTRIBUTES = {
    "HistGradientBoostingRegressor": frozenset(
        "loss learning_rate max_iter max_leaf_nodes max_depth min_samples_leaf l2_regularization "
        "max_features max_bins monotonic_cst interaction_cst categorical_features warm_start "
        "early_stopping scoring validation_fraction n_iter_no_change tol verbose random_state "
        "quantile is_categorical_ _preprocessor _is_categorical_remapped n_features_in_ "
        "n_trees_per_iteration_ _random_seed _feature_subsample_rng _n_features _loss "
        "do_early_stopping_ _use_validation_data _bin_mapper _baseline_prediction _predictors "
        "_scorer train_score_ validation_score_ _fitted_with_sw _sklearn_version".split()
    ),
    "_BinMapper": frozenset(
        "n_bins subsample is_categorical known_categories random_state n_threads is_categorical_ "
        "missing_values_bin_idx_ bin_thresholds_ n_bins_non_missing_ _sklearn_version".split()
    ),
    "TreePredictor": frozenset("nodes binned_left_cat_bitsets raw_left_cat_bitsets".split()),
    "HalfPoissonLoss": frozenset(
        "closs link approx_hessian constant_hessian n_classes interval_y_true interval_y_pred "
        "device xp".split()
    ),
    "LogLink": frozenset({"interval_y_pred"}),
    "Interval": frozenset("low high low_inclusive high_inclusive".split()),
    "CyHalfPoissonLoss": frozenset[str](),
}
"""What each object may hold: anything else could be rows it was trained on."""
