using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Conformance;

/// <summary>The scenarios over the model that comes with the project.</summary>
public sealed class DefaultModelConformanceTests(DefaultModelTests.LoadedModel model) : ChatClientConformance, IClassFixture<DefaultModelTests.LoadedModel>
{
    protected override IChatClient Client => model.Client;

    protected override bool Decides => false;
}
