using Holdfast.Core.Record.Proofs;
using Holdfast.Core.Record.Verify;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record.Published;

/// <summary>
/// ECDSA P-256 with SHA-256 as others published it: RFC 6979 appendix A.2.5, and Project Wycheproof (C2SP/wycheproof, testvectors_v1/ecdsa_secp256r1_sha256_test.json), its
/// encodings that are no DER and its numbers out of range among them. The writer's key and the offline verifier's give the same answer, and never an exception: a
/// signature comes from outside.
/// </summary>
public sealed class PublishedSignatureTests
{
    private const string SpkiOfP256 = "3059301306072a8648ce3d020106082a8648ce3d030107034200";

    // The key, message, r and s of most of Wycheproof's tests.
    private const string Main =
        "042927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838c7787964eaac00e5921fb1498a60f4606766b3d9685001558d1a974e7341513e";
    private const string Digits = "313233343030";
    private const string R = "02202ba3a8be6b94d5ec80a6d9d1190a436effe50d85a1eee859b8cc6af9bd5c2e18";
    private const string S = "022100b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c134b49156847db";
    private const string N = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    private const string NLess1 = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";
    private const string NPlus1 = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552";
    private const string P = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
    private const string PPlus1 = "ffffffff00000001000000000000000000000001000000000000000000000000";

    [Theory]
    // RFC 6979 A.2.5, SHA-256: "sample" and "test".
    [InlineData(
        0,
        "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
        "73616d706c65",
        "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
    )]
    [InlineData(
        0,
        "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
        "74657374",
        "3045022100f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d383670220019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"
    )]
    // Wycheproof, by tcId: pseudorandom, of the other half of s, with k at its edges, with keys whose coordinates are at theirs.
    [InlineData(
        1,
        "0404aaec73635726f213fb8a9e64da3b8632e41495a944d0045b522eba7240fad587d9315798aaa3a5ba01775787ced05eaaf7b4e09fc81d6d1aa546e8365d525d",
        "",
        "3045022100b292a619339f6e567a305c951c0dcbcc42d16e47f219f9e98e76e09d8770b34a02200177e60492c5a8242f76f07bfe3661bde59ec2a17ce5bd2dab2abebdf89a62e2"
    )]
    [InlineData(
        2,
        "0404aaec73635726f213fb8a9e64da3b8632e41495a944d0045b522eba7240fad587d9315798aaa3a5ba01775787ced05eaaf7b4e09fc81d6d1aa546e8365d525d",
        "4d7367",
        "30450220530bd6b0c9af2d69ba897f6b5fb59695cfbf33afe66dbadcf5b8d2a2a6538e23022100d85e489cb7a161fd55ededcedbf4cc0c0987e3e3f0f242cae934c72caa3f43e9"
    )]
    [InlineData(
        5,
        Main,
        Digits,
        "304402202ba3a8be6b94d5ec80a6d9d1190a436effe50d85a1eee859b8cc6af9bd5c2e1802204cd60b855d442f5b3c7b11eb6c4e0ae7525fe710fab9aa7c77a67f79e6fadd76"
    )]
    [InlineData(7, Main, Digits, "3045" + R + S)]
    [InlineData(
        432,
        "044fea55b32cb32aca0c12c4cd0abfb4e64b0f5a516e578c016591a93f5a0fbcc5d7d3fd10b2be668c547b212f6bb14c88f0fecd38a8a4b2c785ed3be62ce4b280",
        Digits,
        "304402207cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc476699780220555555550000000055555555555555553ef7a8e48d07df81a693439654210c70"
    )]
    [InlineData(
        451,
        "043cf03d614d8939cfd499a07873fac281618f06b8ff87e8015c3f49726500493584fa174d791c72bf2ce3880a8960dd2a7c7a1338a82f85a9e59cdbde80000000",
        "4d657373616765",
        "30440220664eb7ee6db84a34df3c86ea31389a5405badd5ca99231ff556d3e75a233e73a022059f3c752e52eca46137642490a51560ce0badc678754b8f72e51a2901426a1bd"
    )]
    [InlineData(
        460,
        "04fffffff948081e6a0458dd8f9e738f2665ff9059ad6aac0708318c4ca9a7a4f55a8abcba2dda8474311ee54149b973cae0c0fb89557ad0bf78e6529a1663bd73",
        "4d657373616765",
        "30440220766456dce1857c906f9996af729339464d27e9d98edc2d0e3b760297067421f60220402385ecadae0d8081dccaf5d19037ec4e55376eced699e93646bfbbf19d0b41"
    )]
    [InlineData(
        463,
        "0400000003fa15f963949d5f03a6f5c7f86f9e0015eeb23aebbff1173937ba748e1099872070e8e87c555fa13659cca5d7fadcfcb0023ea889548ca48af2ba7e71",
        "4d657373616765",
        "3046022100b7c81457d4aeb6aa65957098569f0479710ad7f6595d5874c35a93d12a5dd4c7022100b7961a0b652878c2d568069a432ca18a1a9199f2ca574dad4b9e3a05c0a1cdb3"
    )]
    [InlineData(
        469,
        "04bcbb2914c79f045eaa6ecbbc612816b3be5d2d6796707d8125e9f851c18af015fffffffeecad44b6f05d15b33146549c2297b522a5eed8430cff596758e6c43d",
        "4d657373616765",
        "3046022100d7d70c581ae9e3f66dc6a480bf037ae23f8a1e4a2136fe4b03aa69f0ca25b35602210089c460f8a5a5c2bbba962c8a3ee833a413e85658e62a59e2af41d9127cc47224"
    )]
    public void A_published_signature_is_taken(int id, string point, string message, string signature) =>
        Answers(point, message, signature).ShouldBe((true, true), $"test {id}");

    [Theory]
    // The sequence.
    [InlineData(6, "3044" + R + "0220b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c134b49156847db", "s misses the leading 0")]
    [InlineData(8, "308145" + R + S, "long form of a short length")]
    [InlineData(9, "30820045" + R + S, "length with a leading 0")]
    [InlineData(10, "3046" + R + S, "length 70 for 69")]
    [InlineData(11, "3044" + R + S, "length 68 for 69")]
    [InlineData(12, "30850100000045" + R + S, "length overflows 32 bits")]
    [InlineData(13, "3089010000000000000045" + R + S, "length overflows 64 bits")]
    [InlineData(14, "30847fffffff" + R + S, "length 2^31 - 1")]
    [InlineData(15, "308480000000" + R + S, "length 2^31")]
    [InlineData(16, "3084ffffffff" + R + S, "length 2^32 - 1")]
    [InlineData(17, "3085ffffffffff" + R + S, "length 2^40 - 1")]
    [InlineData(18, "3088ffffffffffffffff" + R + S, "length 2^64 - 1")]
    [InlineData(19, "30ff" + R + S, "length of lengths 127")]
    [InlineData(20, "3080" + R + S, "indefinite length without an end")]
    [InlineData(21, "", "nothing")]
    [InlineData(22, "30", "a lonely tag")]
    [InlineData(23, "3047" + R + S + "0000", "zeros within")]
    [InlineData(24, "30470000" + R + S, "zeros before")]
    [InlineData(25, "3045" + R + S + "0000", "zeros after")]
    [InlineData(26, "3047" + R + S + "0500", "a null within")]
    [InlineData(27, "304a4981773045" + R + S, "rubbish before")]
    [InlineData(28, "304925003045" + R + S, "rubbish before")]
    [InlineData(29, "30473045" + R + S + "0004deadbeef", "rubbish after")]
    [InlineData(30, "304daa00bb00cd003045" + R + S, "unknown tags")]
    [InlineData(31, "304d2228aa00bb00cd00" + R + S, "unknown tags in r")]
    [InlineData(32, "304d" + R + "2229aa00bb00cd00" + S, "unknown tags in s")]
    [InlineData(33, "3081", "a length cut off")]
    [InlineData(34, "304baa02aabb3045" + R + S, "unknown tags")]
    [InlineData(35, "30803045" + R + S + "0000", "composition of indefinite length")]
    [InlineData(36, "30803145" + R + S + "0000", "composition with another tag")]
    [InlineData(37, "0500", "null")]
    [InlineData(38, "2e45" + R + S, "another tag")]
    [InlineData(39, "2f45" + R + S, "another tag")]
    [InlineData(40, "3145" + R + S, "another tag")]
    [InlineData(41, "3245" + R + S, "another tag")]
    [InlineData(42, "ff45" + R + S, "another tag")]
    [InlineData(43, "3000", "empty")]
    [InlineData(44, "3049300102304420" + "2ba3a8be6b94d5ec80a6d9d1190a436effe50d85a1eee859b8cc6af9bd5c2e18" + S, "composition")]
    [InlineData(45, "3044" + R + "022100b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c134b49156847", "cut off")]
    [InlineData(46, "3044202ba3a8be6b94d5ec80a6d9d1190a436effe50d85a1eee859b8cc6af9bd5c2e18" + S, "r without its tag")]
    [InlineData(48, "3080" + R + S + "0000", "indefinite length")]
    [InlineData(49, "3080" + R + S + "00", "indefinite length, end cut off")]
    [InlineData(50, "3080" + R + S + "05000000", "indefinite length and one more element")]
    [InlineData(51, "3080" + R + S + "060811220000", "indefinite length and an element cut off")]
    // The numbers.
    [InlineData(135, "3049" + R + "2280" + S + "0000", "s composed, of indefinite length")]
    [InlineData(
        136,
        "3049" + R + "2280032100b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c134b49156847db0000",
        "s composed, another tag"
    )]
    [InlineData(137, "3024" + R + "0500", "null for s")]
    [InlineData(138, "3045" + R + "002100b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c134b49156847db", "another tag of s")]
    [InlineData(140, "3045" + R + "032100b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c134b49156847db", "another tag of s")]
    [InlineData(142, "3045" + R + "ff2100b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c134b49156847db", "another tag of s")]
    [InlineData(143, "3024" + R + "0200", "s of no bytes")]
    [InlineData(144, "3049" + R + "22250201000220b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c134b49156847db", "s composed")]
    [InlineData(145, "3045" + R + "022102b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c134b49156847db", "first byte of s")]
    [InlineData(146, "3045" + R + "022100b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c134b491568475b", "last byte of s")]
    [InlineData(147, "3044" + R + "022000b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c134b49156847", "s cut off")]
    [InlineData(149, "3046" + R + "0222ff00b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c134b49156847db", "s led by ff")]
    [InlineData(150, "3025" + R + "090180", "infinity for s")]
    [InlineData(151, "3025" + R + "020100", "zero for s")]
    [InlineData(152, "30460221012ba3a8bd6b94d5ed80a6d9d1190a436ebccc0833490686deac8635bcb9bf5369" + S, "r + n")]
    [InlineData(153, "30460221ff2ba3a8bf6b94d5eb80a6d9d1190a436f42fe12d7fad749d4c512a036c0f908c7" + S, "r - n")]
    [InlineData(154, "3047022201002ba3a7be6b94d6ec80a6d9d1190a432be6dfbb2cb98d6d4d72972df620817f18" + S, "r + 256 n")]
    [InlineData(155, "30450220d45c5741946b2a137f59262ee6f5bc91001af27a5e1117a64733950642a3d1e8" + S, "-r")]
    [InlineData(156, "3046022100d45c5740946b2a147f59262ee6f5bc90bd01ed280528b62b3aed5fc93f06f739" + S, "n - r")]
    [InlineData(158, "30460221012ba3a8be6b94d5ec80a6d9d1190a436effe50d85a1eee859b8cc6af9bd5c2e18" + S, "r + 2^256")]
    [InlineData(159, "304e02290100000000000000002ba3a8be6b94d5ec80a6d9d1190a436effe50d85a1eee859b8cc6af9bd5c2e18" + S, "r + 2^320")]
    [InlineData(160, "3046022101b329f478a2bbd0a6c384ee1493b1f518276e0e4a5375928d6fcd160c11cb6d2c" + S, "s + n for r")]
    [InlineData(168, "3006020100020100", "0, 0")]
    [InlineData(169, "3006020100020101", "0, 1")]
    [InlineData(170, "30060201000201ff", "0, -1")]
    [InlineData(171, "3026020100022100" + N, "0, n")]
    [InlineData(172, "3026020100022100" + NLess1, "0, n - 1")]
    [InlineData(173, "3026020100022100" + NPlus1, "0, n + 1")]
    [InlineData(174, "3026020100022100" + P, "0, p")]
    [InlineData(175, "3026020100022100" + PPlus1, "0, p + 1")]
    [InlineData(176, "3006020101020100", "1, 0")]
    [InlineData(177, "3006020101020101", "1, 1")]
    [InlineData(178, "30060201010201ff", "1, -1")]
    [InlineData(179, "3026020101022100" + N, "1, n")]
    [InlineData(180, "3026020101022100" + NLess1, "1, n - 1")]
    [InlineData(181, "3026020101022100" + NPlus1, "1, n + 1")]
    [InlineData(184, "30060201ff020100", "-1, 0")]
    [InlineData(186, "30060201ff0201ff", "-1, -1")]
    [InlineData(192, "3026022100" + N + "020100", "n, 0")]
    [InlineData(193, "3026022100" + N + "020101", "n, 1")]
    [InlineData(195, "3046022100" + N + "022100" + N, "n, n")]
    [InlineData(196, "3046022100" + N + "022100" + NLess1, "n, n - 1")]
    [InlineData(198, "3046022100" + N + "022100" + P, "n, p")]
    public void A_published_false_signature_is_not(int id, string signature, string why) =>
        Answers(Main, Digits, signature).ShouldBe((false, false), $"test {id}: {why}");

    [Theory]
    [InlineData(
        429,
        "046adda82b90261b0f319faa0d878665a6b6da497f09c903176222c34acfef72a647e6f50dcc40ad5d9b59f7602bb222fad71a41bf5e1f9df4959a364c62e488d9",
        "30250201010220555555550000000055555555555555553ef7a8e48d07df81a693439654210c70"
    )]
    [InlineData(
        430,
        "042fca0d0a47914de77ed56e7eccc3276a601120c6df0069c825c8f6a01c9f382065f3450a1d17c6b24989a39beb1c7decfca8384fbdc294418e5d807b3c6ed7de",
        "3045022101000000000000000000000000000000000000000000000000000000000000000002203333333300000000333333333333333325c7cbbc549e52e763f1f55a327a3aa9"
    )]
    [InlineData(
        431,
        "04dd86d3b5f4a13e8511083b78002081c53ff467f11ebd98a51a633db76665d25045d5c8200c89f2fa10d849349226d21d8dfaed6ff8d5cb3e1b7e17474ebc18f7",
        "30440220555555550000000055555555555555553ef7a8e48d07df81a693439654210c7002203333333300000000333333333333333325c7cbbc549e52e763f1f55a327a3aa9"
    )]
    public void A_published_false_signature_that_leads_through_infinity_is_not(int id, string point, string signature) =>
        Answers(point, Digits, signature).ShouldBe((false, false), $"test {id}");

    private static (bool Writers, bool Verifiers) Answers(string point, string message, string signature)
    {
        var key = new NoteKey("published", NoteKeyUse.Log, Convert.FromHexString(SpkiOfP256 + point));
        var (text, bytes) = (Convert.FromHexString(message), Convert.FromHexString(signature));
        return (key.Verify(text, bytes), TrustedKey.Parse(key.ToVerifierKey()).Signed(text, bytes));
    }
}
