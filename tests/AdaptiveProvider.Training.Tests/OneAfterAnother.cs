// TorchSharp gives libtorch the address of a managed Scalar and does not keep it alive: operators such as a + b and a * 2, square() and more make
// one each. A garbage collection that another thread starts during the call frees it, and libtorch reads what lies there then: most often an
// internal assertion fails. A thread's own collections never fall into its calls, so tests that train must not have others beside them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
