namespace AdaptiveProvider.Torch;

/// <summary>Where tokens are drawn from the logits.</summary>
internal enum SamplingPlace
{
    /// <summary>On a GPU that can, on the host otherwise: the processor's logits are in its memory already.</summary>
    Auto,

    /// <summary>On the device; only the tokens come back.</summary>
    Device,

    /// <summary>On the host, with the managed sampler; the logits come back.</summary>
    Host,
}
