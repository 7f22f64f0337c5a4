namespace AdaptiveProvider.Hosting;

/// <summary>When a hosted model is loaded.</summary>
public enum ModelStartup
{
    /// <summary>The host starts loading and goes on; calls wait until the model is there.</summary>
    Background,

    /// <summary>The host starts only when the model is loaded, and not at all where loading fails.</summary>
    Wait,

    /// <summary>The first call starts loading.</summary>
    OnFirstCall,
}
