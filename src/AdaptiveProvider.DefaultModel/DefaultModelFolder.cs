namespace AdaptiveProvider.DefaultModel;

/// <summary>The small chat model that comes as a package: a model folder beside the application.</summary>
/// <remarks>
/// It is a Mixture-of-Recursions model with elastic depth, trained from scratch by this project. Its model card (MODEL_CARD.md in the folder)
/// says on what, what it can do and what not.
/// </remarks>
public static class DefaultModelFolder
{
    /// <summary>The model folder, to be given to <c>AdaptiveModel.LoadAsync</c> or <c>AdaptiveChatClient.LoadAsync</c>.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not beside the application; the message says what to do.</exception>
    public static string Path
    {
        get
        {
            string folder = System.IO.Path.Combine(AppContext.BaseDirectory, "default-model");
            return File.Exists(System.IO.Path.Combine(folder, "config.json"))
                ? folder
                : throw new DirectoryNotFoundException(
                    $"The default model is not in {folder}. Copy the folder default-model of the build or package to where the application is, or load a model folder of your own.");
        }
    }
}
