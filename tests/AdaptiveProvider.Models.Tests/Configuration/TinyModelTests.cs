using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Configuration;

public sealed class TinyModelTests
{
    [Theory]
    [MemberData(nameof(TinyModels.Names), MemberType = typeof(TinyModels))]
    public void Open_EveryFamily_GeneratesVariedTextFarFromTies(string name)
    {
        using var files = TinyModels.Write(name);

        using var folder = ModelFolder.Open(files.Path);
        var reply = ReferenceGenerator.Generate(new ReferenceModel(folder.Spec, folder.Weights), [1, 5, 40, 7], 24);

        Assert.Equal(24, reply.Tokens.Length);
        Assert.True(reply.Tokens.Distinct().Count() >= 3, string.Join(",", reply.Tokens));
        Assert.True(reply.CertainCount(1e-3) >= 12, string.Join(",", reply.Gaps));
    }
}
